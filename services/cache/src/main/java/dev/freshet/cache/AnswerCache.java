package dev.freshet.cache;

import dev.freshet.cache.accesses.Accesses;
import dev.freshet.cache.flight.Flights;
import dev.freshet.cache.guards.LoadFailedException;
import dev.freshet.cache.guards.LoadRefusedException;
import dev.freshet.cache.protocol.Filling.Rows;
import dev.freshet.cache.protocol.Joining;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.protocol.View;
import dev.freshet.cache.redis.Look;
import dev.freshet.cache.source.Reading;
import dev.freshet.events.Access;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One cache: looks answers up, computes those that are missing and keeps what may be kept. Thread-safe.
 *
 * <p>Threads: {@link #answer} asks Redis on the caller's thread; all else, the loader included, happens on threads of
 * the library's. {@link #answerAsync} completes on one of these. Neither takes part in a transaction of the caller's.
 *
 * <p>Failures of Redis and PostgreSQL are no errors here: what cannot be looked up is computed.
 */
public final class AnswerCache {

    private final CacheDefinition cache;
    private final RedisSide redis;
    private final Tiers tiers;
    private final Loads loads;
    private final Flights<Loaded> flights;
    private final Accesses accesses;
    private final Meters meters;
    private final Threads threads;
    private final Clock clock;

    AnswerCache(
            CacheDefinition cache,
            RedisSide redis,
            Tiers tiers,
            Loads loads,
            Accesses accesses,
            Meters meters,
            Threads threads,
            Clock clock) {
        this.cache = cache;
        this.redis = redis;
        this.tiers = tiers;
        this.loads = loads;
        this.flights = new Flights<>(threads.flights());
        this.accesses = accesses;
        this.meters = meters;
        this.threads = threads;
        this.clock = clock;
    }

    /**
     * The answer, from the first tier that may serve it, or computed. Blocks for as long as the operation's guard allows at
     * most.
     *
     * @param read reads the content; what it reads and the content's hash are of one snapshot
     * @param compute makes the answer of it, outside of any transaction
     * @throws LoadFailedException if it had to be computed and could not; the cause is what the loader threw
     */
    public <C> Answer answer(Question question, Reading.Content<C> read, Compute<C> compute) {
        Look look = redis.look(question);
        Answer hit = tiers.judged(question, look);
        if (hit != null) {
            tell(question, hit, true, null, null);
            return hit;
        }
        return await(beyond(question, look, new Loader<>(read, compute)), loads.longest(question));
    }

    /** As {@link #answer}, without blocking. A failure is a {@link LoadFailedException}. */
    public <C> CompletionStage<Answer> answerAsync(Question question, Reading.Content<C> read, Compute<C> compute) {
        Loader<C> loader = new Loader<>(read, compute);
        return redis.lookAsync(question, threads.tiers())
                .thenCompose(look -> {
                    Answer hit = tiers.judged(question, look);
                    if (hit != null) {
                        tell(question, hit, true, null, null);
                        return CompletableFuture.completedFuture(hit);
                    }
                    return beyond(question, look, loader).thenApplyAsync(answer -> answer, threads.tiers());
                })
                .orTimeout(loads.longest(question).toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(AnswerCache::failed);
    }

    /**
     * Looks the answer up and computes nothing; counts as an access. Blocks for at most the timeouts of Redis and
     * PostgreSQL.
     */
    public Lookup lookUp(Question question) {
        Look look = redis.look(question);
        Answer hit = tiers.judged(question, look);
        Found found = hit != null
                ? Found.hit(look, hit)
                : tiers.beneath(question, look).join();
        tell(question, found.answer(), found.asked(), found.reason(), null);
        return new Lookup(found.answer(), found.ticket());
    }

    /**
     * Keeps an answer that was computed elsewhere, where it may be kept. Blocks for at most the timeouts of Redis and
     * PostgreSQL.
     *
     * @param ticket of the lookup that missed, before the content was read; null keeps nothing in Redis
     * @param version by column, what tells the version of the content that was read: such as its {@code content_hash}.
     *     For a cache without {@code fresh} there is none, and the content must have been read on the primary
     */
    public Kept keep(
            Question question, @Nullable Ticket ticket, Map<String, @Nullable String> version, Computed computed) {
        return tiers.keep(question, ticket, true, version, computed);
    }

    /**
     * Makes everything stale that depends on one of the tags, at once, for an application that wants to read its own
     * writes: to be called after the commit. The pipeline does the same a moment later. Rows are checked anyway.
     *
     * @throws io.lettuce.core.RedisException if Redis did not do it
     */
    public void invalidate(Collection<String> tags) {
        redis.invalidate(tags, cache.longestLife());
    }

    private <C> CompletableFuture<Answer> beyond(Question question, Look look, Loader<C> loader) {
        return tiers.beneath(question, look).thenCompose(found -> {
            if (found.answer() != null) {
                tell(question, found.answer(), true, null, null);
                return CompletableFuture.completedFuture(found.answer());
            }
            return boarded(question, found, loader)
                    .whenComplete((loaded, failure) -> {
                        Answer answer = loaded == null ? null : loaded.answer();
                        tell(question, answer, found.asked(), found.reason(), loaded == null ? null : loaded.load());
                    })
                    .thenApply(Loaded::answer);
        });
    }

    private <C> CompletableFuture<Loaded> boarded(Question question, Found found, Loader<C> loader) {
        long begin = System.nanoTime();
        Flights.Seat<Loaded> seat = flights.board(
                question.key(),
                found.ticket(),
                found.view(),
                begin,
                question.bound(),
                cache.check(),
                flight -> () -> loads.load(question, found.look(), flight, loader));
        CompletableFuture<Loaded> result = seat.result().exceptionallyCompose(AnswerCache::failed);
        Joining terms = seat.terms();
        if (terms == null) {
            return result;
        }
        return result.thenCompose(loaded -> {
            meters.waited("process", Duration.ofNanos(System.nanoTime() - begin));
            return terms.accepts(loaded.onPrimary(), loaded.confirmed())
                    ? CompletableFuture.completedFuture(loaded.joined())
                    : afterAll(question, found, begin, loader);
        });
    }

    /**
     * For one who waited in vain: what came out is not good enough for a lookup as late as this. All who waited share one
     * load that begins after their lookups.
     */
    private <C> CompletableFuture<Loaded> afterAll(Question question, Found found, long looked, Loader<C> loader) {
        Flights.Seat<Loaded> seat = flights.board(
                question.key(),
                null,
                View.NOTHING,
                looked,
                question.bound(),
                Rows.NONE,
                flight -> () -> loads.load(question, found.look(), flight, loader));
        CompletableFuture<Loaded> result = seat.result().exceptionallyCompose(AnswerCache::failed);
        return seat.terms() == null ? result : result.thenApply(Loaded::joined);
    }

    private static <T> CompletionStage<T> failed(Throwable failure) {
        Throwable cause =
                failure.getCause() != null && failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RejectedExecutionException) {
            return CompletableFuture.failedStage(
                    new LoadRefusedException("more loads wait in this process than it has room for"));
        }
        return CompletableFuture.failedStage(
                cause instanceof LoadFailedException ? cause : new LoadFailedException("cannot load: " + cause, cause));
    }

    private static Answer await(CompletableFuture<Answer> answer, Duration longest) {
        try {
            return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadFailedException("interrupted while waiting for an answer", e);
        } catch (TimeoutException e) {
            throw new LoadFailedException("no answer within " + longest, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LoadFailedException failure) {
                throw failure;
            }
            throw new LoadFailedException("cannot answer: " + e.getCause(), e.getCause());
        }
    }

    private void tell(
            Question question,
            @Nullable Answer answer,
            boolean asked,
            Access.@Nullable Reason reason,
            Access.@Nullable Load load) {
        if (answer != null) {
            meters.answered(answer.origin());
        }
        Access.Outcome outcome = answer == null ? Access.Outcome.miss : outcome(answer.origin());
        if (outcome == Access.Outcome.miss && !asked) {
            outcome = Access.Outcome.bypass;
        }
        long saved = answer == null || !outcome.isHit() ? 0 : answer.tokensUsed();
        accesses.tell(
                question.key(),
                new Access(
                        cache.name(),
                        question.operation(),
                        outcome,
                        saved,
                        clock.instant(),
                        outcome.isHit() ? null : reason,
                        outcome.isHit() ? null : load));
    }

    private static Access.Outcome outcome(Answer.Origin origin) {
        return switch (origin) {
            case REDIS -> Access.Outcome.redis;
            case POSTGRES -> Access.Outcome.postgres;
            case COMPUTED -> Access.Outcome.miss;
        };
    }
}
