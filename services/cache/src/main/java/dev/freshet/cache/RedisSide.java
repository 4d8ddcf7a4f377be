package dev.freshet.cache;

import dev.freshet.cache.outage.Outage;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.protocol.Verdict;
import dev.freshet.cache.redis.Entry;
import dev.freshet.cache.redis.Look;
import dev.freshet.cache.redis.RedisTier;
import io.lettuce.core.RedisCommandInterruptedException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Redis as one cache sees it: whatever goes wrong there is a miss, or an answer that is not kept, and never an error of
 * the caller's. Thread-safe.
 */
final class RedisSide {

    private final String cache;
    private final RedisTier redis;
    private final Outage reads;
    private final Outage writes;

    RedisSide(String cache, RedisTier redis, Outage reads, Outage writes) {
        this.cache = cache;
        this.redis = redis;
        this.reads = reads;
        this.writes = writes;
    }

    /** Blocks for at most the timeout. */
    Look look(Question question) {
        if (!reads.mayTry()) {
            return Look.NOTHING;
        }
        try {
            Look look = ask(question).await(redis.timeout());
            reads.worked();
            return look;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Look.NOTHING;
        } catch (Exception e) {
            reads.failed(e);
            return Look.NOTHING;
        }
    }

    /** Blocks only while there is no connection yet. Complete on one of the threads, always. */
    CompletableFuture<Look> lookAsync(Question question, Executor threads) {
        if (!reads.mayTry()) {
            return CompletableFuture.supplyAsync(() -> Look.NOTHING, threads);
        }
        try {
            RedisTier.Asked asked = ask(question);
            return asked.arrived()
                    .toCompletableFuture()
                    .orTimeout(redis.timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .handleAsync((arrived, failure) -> read(asked, failure), threads);
        } catch (RuntimeException e) {
            reads.failed(e);
            return CompletableFuture.supplyAsync(() -> Look.NOTHING, threads);
        }
    }

    private Look read(RedisTier.Asked asked, @Nullable Throwable failure) {
        if (failure != null) {
            asked.cancel();
            reads.failed(failure);
            return Look.NOTHING;
        }
        reads.worked();
        return asked.look();
    }

    private RedisTier.Asked ask(Question question) {
        return redis.ask(
                cache, question.entryKey(), question.tags(), question.bound().needsTime());
    }

    boolean isAway() {
        return !reads.isOver();
    }

    /** The ticket for a fill that begins now; null when Redis gives none. */
    @Nullable
    Ticket open(Question question, Duration life) {
        return tried(() -> redis.open(cache, question.tags(), life));
    }

    /** HIT when the entry was stored, AWAY when Redis did not do it, or what has changed. */
    Verdict store(String entryKey, Entry entry, Duration life) {
        Verdict verdict = tried(() -> redis.store(cache, entryKey, entry, life));
        return verdict == null ? Verdict.AWAY : verdict;
    }

    /** Who loads it now; null when Redis does not say. */
    @Nullable
    String claim(String load, String claimant, Duration life, @Nullable String waitedFor) {
        return tried(() -> redis.claims().claim(load, claimant, life, waitedFor));
    }

    void release(String load, String claimant, @Nullable String failure, Duration memory) {
        tried(() -> {
            redis.claims().release(load, claimant, failure, memory);
            return Boolean.TRUE;
        });
    }

    /** @throws io.lettuce.core.RedisException if Redis did not do it */
    void invalidate(Collection<String> tags, Duration life) {
        redis.fences().raise(tags, life, List.of());
    }

    private <T> @Nullable T tried(Supplier<T> work) {
        if (isAway() || !writes.mayTry()) {
            return null;
        }
        try {
            T result = work.get();
            writes.worked();
            return result;
        } catch (RedisCommandInterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (RuntimeException e) {
            writes.failed(e);
            return null;
        }
    }
}
