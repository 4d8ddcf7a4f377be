package dev.freshet.statistics.faults;

import dev.freshet.events.Access;
import dev.freshet.events.Access.Outcome;
import dev.freshet.events.Access.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what it is told, in the plainest way; shares no line with the code that it judges. Not thread-safe. */
final class Oracle {

    /** Redis hits, Postgres hits, misses, bypasses, absent, lease, tokens, loads, millis, needless. */
    private final Map<String, long[]> days = new TreeMap<>();

    private final Map<String, String> hashes = new HashMap<>();
    private final Map<String, Instant> times = new HashMap<>();
    private final Map<String, Long> hits = new TreeMap<>();
    private int poison;

    void tell(String key, Access access) {
        String day = access.time().atOffset(ZoneOffset.UTC).toLocalDate() + "|" + access.cache() + "|"
                + (access.operation() == null ? "" : access.operation());
        long[] sums = days.computeIfAbsent(day, any -> new long[10]);
        Outcome outcome = access.outcome();
        sums[outcome == Outcome.redis ? 0 : outcome == Outcome.postgres ? 1 : outcome == Outcome.miss ? 2 : 3]++;
        if (outcome == Outcome.redis || outcome == Outcome.postgres) {
            sums[6] += access.tokensSaved();
            hits.merge(access.cache() + "|" + key, 1L, Long::sum);
            return;
        }
        sums[4] += access.reason() == Reason.absent ? 1 : 0;
        sums[5] += access.reason() == Reason.lease ? 1 : 0;
        if (access.load() != null) {
            sums[7]++;
            sums[8] += access.load().millis();
            sums[9] += isNeedless(access.cache() + "|" + key, access) ? 1 : 0;
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
                && access.reason() == Reason.absent
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
            "SELECT date, cache, operation, redis_hits, postgres_hits, misses, bypasses, absent, lease, tokens_saved, loads,"
                    + " load_millis, needless_invalidations FROM freshet.daily_operation"
                    + " ORDER BY (date || '|' || cache || '|' || operation) COLLATE \"C\"";

    List<String> hits() {
        return hits.entrySet().stream()
                .map(entry -> entry.getKey() + "|" + entry.getValue())
                .toList();
    }

    static final String HITS = "SELECT cache, key, hits FROM freshet.entry WHERE hits > 0"
            + " ORDER BY (cache || '|' || key) COLLATE \"C\"";
}
