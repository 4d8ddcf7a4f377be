package dev.freshet.cache;

import dev.freshet.cache.flight.Flight;
import dev.freshet.cache.guards.Guarded;
import dev.freshet.cache.guards.LoadFailedException;
import dev.freshet.cache.protocol.Filling.Rows;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.redis.Look;
import dev.freshet.cache.source.Read;
import dev.freshet.cache.source.Reading;
import dev.freshet.events.Access;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Loads answers: waits for other processes, looks once more, reads, computes, keeps. Each load has a thread of its own.
 * Thread-safe.
 */
final class Loads {

    private final CacheDefinition cache;
    private final Tiers tiers;
    private final RedisSide redis;
    private final Reading reading;
    private final @Nullable RowSide rows;
    private final Guards guards;
    private final Threads threads;
    private final Meters meters;

    Loads(
            CacheDefinition cache,
            Tiers tiers,
            RedisSide redis,
            Reading reading,
            @Nullable RowSide rows,
            Guards guards,
            Threads threads,
            Meters meters) {
        this.cache = cache;
        this.tiers = tiers;
        this.redis = redis;
        this.reading = reading;
        this.rows = rows;
        this.guards = guards;
        this.threads = threads;
        this.meters = meters;
    }

    /** Longest that a load takes, a load by another process before it included. */
    Duration longest(Question question) {
        return guards.of(question.operation()).longest().multipliedBy(2).plusSeconds(30);
    }

    <C> Loaded load(Question question, Look look, Flight<Loaded> flight, Loader<C> loader) throws Exception {
        if (!worthWaiting(question, look)) {
            return loadHere(question, flight, loader, null);
        }
        Ticket ticket = flight.ticket();
        String name = question.entryKey() + (ticket == null ? "" : ":" + ticket.digest());
        long begin = System.nanoTime();
        Duration patience = guards.of(question.operation()).longest();
        try (Claim claim = Claim.await(redis, name, patience, threads.timer())) {
            meters.waited("cluster", since(begin));
            return loadHere(question, flight, loader, claim);
        }
    }

    /** What another process stores is of use only if it may be served then. */
    private boolean worthWaiting(Question question, Look look) {
        return question.entryKey() != null
                && look.answered()
                && (cache.check() == Rows.FRESH
                        || look.view().beat() != null
                        || !question.bound().leased());
    }

    private <C> Loaded loadHere(Question question, Flight<Loaded> flight, Loader<C> loader, @Nullable Claim claim)
            throws Exception {
        Found again = again(question);
        if (again.answer() != null) {
            return new Loaded(again.answer(), true, false, null);
        }
        long begin = System.nanoTime();
        boolean succeeded = false;
        try {
            Loaded loaded = computed(question, again.ticket(), flight, loader);
            succeeded = true;
            return loaded;
        } catch (LoadFailedException e) {
            tell(claim, e);
            throw e;
        } catch (Exception e) {
            tell(claim, e);
            throw new LoadFailedException("cannot load " + question.key() + " of cache " + cache.name() + ": " + e, e);
        } finally {
            meters.loaded(question.operation(), succeeded, since(begin));
        }
    }

    private static void tell(@Nullable Claim claim, Exception failure) {
        if (claim != null) {
            claim.failed(failure);
        }
    }

    /** Somebody may have stored it between this caller's lookup and now. */
    private Found again(Question question) {
        Look look = redis.look(question);
        Answer answer = tiers.judged(question, look);
        return answer != null
                ? Found.hit(look, answer)
                : tiers.beneath(question, look).join();
    }

    private <C> Loaded computed(Question question, @Nullable Ticket ticket, Flight<Loaded> flight, Loader<C> loader)
            throws Exception {
        long begin = System.nanoTime();
        Guarded guard = guards.of(question.operation());
        Read<C> read = within(
                cache.policy(question.operation()).guard().timeout(),
                threads.steps().submit(() -> reading.read(loader.read(), connection -> version(question, connection))));
        Computed computed = guard.run(() -> loader.compute().from(read.content()));
        Answer answer = new Answer(question.key(), computed.json(), Answer.Origin.COMPUTED, computed.tokensUsed());
        Access.Load load = new Access.Load(
                Math.min(since(begin).toMillis(), 86_400_000),
                (long) computed.json().length(),
                hash(read.version()));
        if (!read.known()) {
            meters.filled("all", "unknown");
            return new Loaded(answer, false, false, load);
        }
        flight.storing();
        Kept kept = tiers.keep(question, ticket, read.onPrimary(), read.version(), computed);
        return new Loaded(answer, read.onPrimary(), kept.row() && cache.check() == Rows.FRESH, load);
    }

    /** What one column tells of the content; null where none does, or several do. */
    private static @Nullable String hash(Map<String, @Nullable String> version) {
        String only = version.size() == 1 ? version.values().iterator().next() : null;
        return only == null || only.isEmpty() || only.length() > 255 ? null : only;
    }

    private Map<String, @Nullable String> version(Question question, java.sql.Connection connection)
            throws java.sql.SQLException {
        return rows == null ? Map.of() : rows.rows().read(connection, question.columns());
    }

    private static <T> T within(Duration timeout, Future<T> result) throws Exception {
        try {
            return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException("the read step did not end within " + timeout);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            result.cancel(true);
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
