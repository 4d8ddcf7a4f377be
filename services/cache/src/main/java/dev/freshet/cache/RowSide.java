package dev.freshet.cache;

import dev.freshet.cache.outage.Outage;
import dev.freshet.cache.protocol.Filling;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.rows.CacheRows;
import dev.freshet.cache.rows.StoredRow;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL as one cache sees it: whatever goes wrong there is a miss, or an answer that is not kept, and never an
 * error of the caller's. Thread-safe.
 */
final class RowSide {

    private static final Logger log = LoggerFactory.getLogger(RowSide.class);

    private final CacheRows rows;
    private final Outage outage;
    private final Duration timeout;
    private final Executor threads;

    /** @param timeout longest wait for anything, a connection included */
    RowSide(CacheRows rows, Outage outage, Duration timeout, Executor threads) {
        this.rows = rows;
        this.outage = outage;
        this.timeout = timeout;
        this.threads = threads;
    }

    CacheRows rows() {
        return rows;
    }

    /** Never fails. */
    CompletableFuture<Sought> find(String key) {
        return tried(() -> new Sought(true, rows.find(key).orElse(null)), new Sought(false, null));
    }

    /** Blocks for at most the timeout. */
    StoredRow store(
            Question question, Map<String, @Nullable String> version, Computed computed, @Nullable Ticket ticket) {
        return tried(
                        () -> rows.store(question.columns(), version, computed.json(), computed.tokensUsed(), ticket),
                        new StoredRow(Filling.Row.FAILED, null))
                .join();
    }

    private <T> CompletableFuture<T> tried(Callable<T> work, T otherwise) {
        if (!outage.mayTry()) {
            return CompletableFuture.completedFuture(otherwise);
        }
        try {
            return CompletableFuture.supplyAsync(() -> called(work), threads)
                    .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete(this::judge)
                    .exceptionally(failure -> otherwise);
        } catch (RuntimeException e) {
            outage.failed(e);
            return CompletableFuture.completedFuture(otherwise);
        }
    }

    private void judge(@Nullable Object result, @Nullable Throwable failure) {
        SQLException refusal = failure == null ? null : refusalOfValues(failure);
        if (failure == null) {
            outage.worked();
        } else if (refusal != null) {
            outage.worked();
            log.warn("{} refuses an answer: {}", rows.definition().table(), refusal.getMessage());
        } else {
            outage.failed(failure);
        }
    }

    /** PostgreSQL is well when it refuses one row for its values; null if that is not what happened. */
    private static @Nullable SQLException refusalOfValues(Throwable failure) {
        return failure.getCause() instanceof SQLException refusal
                        && refusal.getSQLState() != null
                        && (refusal.getSQLState().startsWith("22")
                                || refusal.getSQLState().startsWith("23"))
                ? refusal
                : null;
    }

    private static <T> T called(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
