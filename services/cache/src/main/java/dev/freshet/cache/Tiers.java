package dev.freshet.cache;

import dev.freshet.cache.Answer.Origin;
import dev.freshet.cache.protocol.Filling;
import dev.freshet.cache.protocol.Filling.Rows;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.protocol.Verdict;
import dev.freshet.cache.redis.Entry;
import dev.freshet.cache.redis.Look;
import dev.freshet.cache.rows.Row;
import dev.freshet.cache.rows.StoredRow;
import dev.freshet.events.Access;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The tiers of one cache, in the order Redis, PostgreSQL, and what is kept in them. Thread-safe. */
final class Tiers {

    private final CacheDefinition cache;
    private final RedisSide redis;
    private final @Nullable RowSide rows;
    private final Meters meters;
    private final Executor threads;

    Tiers(CacheDefinition cache, RedisSide redis, @Nullable RowSide rows, Meters meters, Executor threads) {
        this.cache = cache;
        this.redis = redis;
        this.rows = cache.check() == Rows.NONE ? null : rows;
        this.meters = meters;
        this.threads = threads;
    }

    /** The entry, if it may be served; null if not. */
    @Nullable
    Answer judged(Question question, Look look) {
        Entry entry = look.entry();
        Verdict verdict = verdict(question, look);
        if (entry != null && verdict.isHit()) {
            return new Answer(question.key(), entry.answer(), Origin.REDIS, entry.tokensUsed());
        }
        meters.missed("redis", verdict);
        return null;
    }

    private static Verdict verdict(Question question, Look look) {
        Entry entry = look.entry();
        return look.answered()
                ? Verdict.of(entry == null ? null : entry.ticket(), look.view(), question.tags(), question.bound())
                : Verdict.AWAY;
    }

    /** What Redis had against an entry says more than that there is no row. */
    private static Access.Reason reason(Verdict redis, Verdict rows) {
        return Access.Reason.valueOf((redis == Verdict.ABSENT ? rows : redis).word());
    }

    /** Looks further, after Redis had nothing. Never fails. */
    CompletableFuture<Found> beneath(Question question, Look look) {
        Optional<Ticket> seen = look.view().ticket(question.tags());
        CompletableFuture<Optional<Ticket>> ticket = seen.isPresent() || !look.answered()
                ? CompletableFuture.completedFuture(seen)
                : CompletableFuture.supplyAsync(() -> Optional.ofNullable(open(question)), threads)
                        .exceptionally(refused -> Optional.empty());
        return ticket.thenCompose(its -> beneath(question, look, its.orElse(null)));
    }

    /** Begins a fill; null when Redis gives no ticket. */
    @Nullable
    Ticket open(Question question) {
        return redis.open(question, cache.policy(question.operation()).life());
    }

    private CompletableFuture<Found> beneath(Question question, Look look, @Nullable Ticket ticket) {
        if (rows == null) {
            return CompletableFuture.completedFuture(
                    new Found(look, ticket, null, look.answered(), reason(verdict(question, look), Verdict.ABSENT)));
        }
        return rows.find(question.key()).thenApply(sought -> judged(question, look, ticket, sought));
    }

    /** A refill is a fill: what it begins under was read before the row. */
    private Found judged(Question question, Look look, @Nullable Ticket ticket, Sought sought) {
        Row row = sought.row();
        Verdict verdict = sought.answered() ? verdict(question, look, row) : Verdict.AWAY;
        if (row == null || !verdict.isHit()) {
            meters.missed("postgres", verdict);
            return new Found(
                    look, ticket, null, sought.answered() || look.answered(), reason(verdict(question, look), verdict));
        }
        Ticket under = cache.check() == Rows.FENCES ? row.ticket() : ticket;
        if (under != null && question.entryKey() != null) {
            Entry entry = new Entry(under, row.answer(), row.tokensUsed());
            refill(question, question.entryKey(), entry, row);
        }
        return Found.hit(look, new Answer(question.key(), row.answer(), Origin.POSTGRES, row.tokensUsed()));
    }

    private Verdict verdict(Question question, Look look, @Nullable Row row) {
        if (row == null) {
            return Verdict.ABSENT;
        }
        if (cache.check() == Rows.FENCES) {
            return Verdict.of(row.ticket(), look.view(), question.tags(), question.bound());
        }
        return row.current() ? Verdict.HIT : Verdict.HASH;
    }

    private void refill(Question question, String entryKey, Entry entry, Row row) {
        try {
            threads.execute(() -> storeKey(entryKey, entry, row.atMost(life(question))));
        } catch (RuntimeException e) {
            meters.filled("redis", "busy");
        }
    }

    /**
     * Keeps what was computed, where it may be kept. Blocks for at most the timeouts.
     *
     * @param ticket read before the content was
     * @param onPrimary whether the content was read on the primary
     * @param version what the columns that tell the content's version were in its snapshot
     */
    Kept keep(
            Question question,
            @Nullable Ticket ticket,
            boolean onPrimary,
            Map<String, @Nullable String> version,
            Computed computed) {
        if (computed.json().length() > cache.policy(question.operation()).largest()) {
            meters.filled("all", "size");
            return Kept.NOWHERE;
        }
        Filling filling = new Filling(cache.check(), onPrimary, ticket);
        StoredRow stored = filling.triesRow() && rows != null
                ? rows.store(question, version, computed, ticket)
                : new StoredRow(Filling.Row.SKIPPED, null);
        Filling.Row row = stored.row();
        meters.filled("postgres", word(row));
        boolean key = false;
        if (question.entryKey() != null && ticket != null && filling.triesKey(row)) {
            Entry entry = new Entry(ticket, computed.json(), computed.tokensUsed());
            key = storeKey(question.entryKey(), entry, stored.atMost(life(question)));
        } else if (ticket == null) {
            meters.filled("redis", "away");
        } else if (!onPrimary && cache.check() != Rows.FRESH) {
            meters.filled("redis", "standby");
        } else {
            meters.filled("redis", "row");
        }
        return new Kept(row == Filling.Row.STORED, key);
    }

    private static String word(Filling.Row row) {
        return switch (row) {
            case STORED -> "stored";
            case STALE -> "hash";
            case SKIPPED -> "skipped";
            case FAILED -> "away";
        };
    }

    private Duration life(Question question) {
        return cache.policy(question.operation())
                .life(() -> ThreadLocalRandom.current().nextDouble());
    }

    private boolean storeKey(String entryKey, Entry entry, Duration life) {
        Verdict verdict = redis.store(entryKey, entry, life);
        meters.filled("redis", verdict.isHit() ? "stored" : verdict.word());
        return verdict.isHit();
    }
}
