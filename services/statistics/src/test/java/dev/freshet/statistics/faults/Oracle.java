package dev.freshet.statistics.faults;

import dev.freshet.events.Access;
import dev.freshet.events.Access.Outcome;
import dev.freshet.events.Access.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Counts what it is told, in the plainest way; shares no line with the code that it judges. Not thread-safe. */
final class Oracle {

    /** Redis hits, Postgres hits, misses, bypasses, the six reasons, tokens, loads, millis, needless. */
    private final Map<String, long[]> days = new TreeMap<>();

    /** By key, of one cache. */
    private final Map<String, Instant> lastHits = new HashMap<>();

    private final Map<String, String> hashes = new HashMap<>();
    private final Map<String, Instant> times = new HashMap<>();
    private final Map<String, Long> hits = new TreeMap<>();
    private int poison;

    private static final Instant NEVER = Instant.parse("2026-01-01T00:00:00Z");

    private static final List<Reason> REASONS =
            List.of(Reason.absent, Reason.fence, Reason.epoch, Reason.lease, Reason.hash, Reason.away);

    void tell(String key, Access access) {
        String day = access.time().atOffset(ZoneOffset.UTC).toLocalDate() + "|" + access.cache() + "|"
                + (access.operation() == null ? "" : access.operation());
        long[] sums = days.computeIfAbsent(day, any -> new long[14]);
        Outcome outcome = access.outcome();
        sums[outcome == Outcome.redis ? 0 : outcome == Outcome.postgres ? 1 : outcome == Outcome.miss ? 2 : 3]++;
        if (outcome == Outcome.redis || outcome == Outcome.postgres) {
            sums[10] += access.tokensSaved();
            hits.merge(access.cache() + "|" + key, 1L, Long::sum);
            if (access.cache().equals("ai-responses")) {
                lastHits.merge(key, access.time(), (one, other) -> one.isAfter(other) ? one : other);
            }
            return;
        }
        for (int i = 0; i < REASONS.size(); i++) {
            sums[4 + i] += access.reason() == REASONS.get(i) ? 1 : 0;
        }
        if (access.load() != null) {
            sums[11]++;
            sums[12] += access.load().millis();
            sums[13] += isNeedless(access.cache() + "|" + key, access) ? 1 : 0;
        }
    }

    private boolean isNeedless(String entry, Access access) {
        String hash = access.load() == null ? null : access.load().contentHash();
        String before = hashes.get(entry);
        Instant at = times.get(entry);
        if (hash == null) {
            hashes.remove(entry);
            return false;
        }
        hashes.put(entry, hash);
        times.put(entry, access.time());
        return hash.equals(before)
                && access.reason() != null
                && access.reason() != Reason.lease
                && access.reason() != Reason.away
                && at != null
                && Duration.between(at, access.time()).abs().toDays() < 7;
    }

    void tellPoison() {
        poison++;
    }

    int poison() {
        return poison;
    }

    List<String> days() {
        List<String> rows = new ArrayList<>();
        days.forEach((day, sums) -> {
            StringBuilder row = new StringBuilder(day);
            for (long sum : sums) {
                row.append('|').append(sum);
            }
            rows.add(row.toString());
        });
        return rows;
    }

    /** What the oracle's rows are in SQL. */
    static final String DAYS =
            "SELECT date, cache, operation, redis_hits, postgres_hits, misses, bypasses, absent, fence, epoch, lease, hash,"
                    + " away, tokens_saved, loads, load_millis, needless_invalidations FROM freshet.daily_operation"
                    + " ORDER BY (date || '|' || cache || '|' || operation) COLLATE \"C\"";

    /** Over all caches: requests, hits, misses, tokens. */
    List<String> stats() {
        Map<String, long[]> stats = new TreeMap<>();
        days.forEach((day, sums) -> {
            long[] all = stats.computeIfAbsent(day.substring(0, 10), any -> new long[4]);
            all[0] += sums[0] + sums[1] + sums[2] + sums[3];
            all[1] += sums[0] + sums[1];
            all[2] += sums[2] + sums[3];
            all[3] += sums[10];
        });
        return stats.entrySet().stream()
                .map(day -> day.getKey() + "|" + day.getValue()[0] + "|" + day.getValue()[1] + "|" + day.getValue()[2]
                        + "|" + day.getValue()[3])
                .toList();
    }

    static final String STATS = "SELECT date, total_requests, cache_hits, cache_misses, tokens_saved"
            + " FROM public.ai_cache_stats ORDER BY date";

    /** Rows of answers that were last asked for before all else. */
    static final String ANSWERS =
            "INSERT INTO public.ai_response_cache (cache_key, operation_type, lecture_ids, content_hash, response_data,"
                    + " created_at, last_accessed_at) SELECT 'key-' || n, 'quiz', '{}', 'h', '{}', '2026-01-01', '2026-01-01'"
                    + " FROM generate_series(0, ? - 1) AS n";

    /** By key, of those that have a row. */
    List<String> counters(int keys) {
        return IntStream.range(0, keys)
                .mapToObj(key -> "key-" + key + "|" + hits.getOrDefault("ai-responses|key-" + key, 0L))
                .toList();
    }

    static final String COUNTERS = "SELECT cache_key, hit_count FROM public.ai_response_cache"
            + " WHERE cache_key LIKE 'key-%' ORDER BY substr(cache_key, 5)::int";

    /** When each of them was a hit last, in microseconds. */
    Map<String, Long> lastHits(int keys) {
        Map<String, Long> micros = new TreeMap<>();
        IntStream.range(0, keys)
                .forEach(key -> micros.put(
                        "key-" + key,
                        ChronoUnit.MICROS.between(Instant.EPOCH, lastHits.getOrDefault("key-" + key, NEVER))));
        return micros;
    }

    List<String> hits() {
        return hits.entrySet().stream()
                .map(entry -> entry.getKey() + "|" + entry.getValue())
                .toList();
    }

    static final String HITS = "SELECT cache, key, hits FROM freshet.entry WHERE hits > 0"
            + " ORDER BY (cache || '|' || key) COLLATE \"C\"";
}
