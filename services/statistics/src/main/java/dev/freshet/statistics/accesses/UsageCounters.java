package dev.freshet.statistics.accesses;

import dev.freshet.refusal.Refusal;
import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RowsRule;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** The usage counters of all caches whose rows have one. Takes part in the caller's transaction. Thread-safe. */
final class UsageCounters {

    private static final Logger log = LoggerFactory.getLogger(UsageCounters.class);

    private static final Map<String, Long> LARGEST =
            Map.of("smallint", 32_767L, "integer", 2_147_483_647L, "bigint", Long.MAX_VALUE);

    private final RuleSet rules;
    private final UsageSettings settings;
    private final JdbcTemplate jdbc;
    private volatile Map<String, UsageCounter> counters = Map.of();

    UsageCounters(RuleSet rules, UsageSettings settings, JdbcTemplate jdbc) {
        this.rules = rules;
        this.settings = settings;
        this.jdbc = jdbc;
    }

    /** Looks at the cache tables. */
    void prepare() {
        Map<String, UsageCounter> found = new HashMap<>();
        for (CacheRule cache : rules.caches().values()) {
            UsageCounter counter = cache.rows() == null ? null : counter(cache.rows());
            if (counter != null) {
                found.put(cache.name(), counter);
            }
        }
        counters = Map.copyOf(found);
    }

    private @Nullable UsageCounter counter(RowsRule rows) {
        Map<String, String> columns = columns(rows.table().sql());
        String count = first(settings.counts(), columns);
        if (count == null) {
            return null;
        }
        Long largest = LARGEST.get(columns.get(count));
        String keyType = columns.getOrDefault(rows.key(), "none");
        if (largest == null || !(keyType.equals("text") || keyType.startsWith("character varying"))) {
            log.warn(
                    "Hits are not counted in {}: {} must be an integer and {} a text", rows.table(), count, rows.key());
            return null;
        }
        need(rows.table().sql(), count);
        String time = first(settings.times(), columns);
        return new UsageCounter(
                rows.table().sql(),
                TableName.quoted(rows.key()),
                TableName.quoted(count),
                largest,
                time == null ? null : TableName.quoted(time));
    }

    private static @Nullable String first(List<String> names, Map<String, String> columns) {
        return names.stream().filter(columns::containsKey).findFirst().orElse(null);
    }

    private void need(String table, String column) {
        if (!Boolean.TRUE.equals(
                jdbc.queryForObject("SELECT has_column_privilege(?, ?, 'UPDATE')", Boolean.class, table, column))) {
            throw new Refusal(
                    "the statistics lack the privilege UPDATE on column " + column + " of table " + table,
                    "run 'freshet migrate', or empty the setting freshet.statistics.usage.counts");
        }
    }

    private Map<String, String> columns(String table) {
        Map<String, String> columns = new HashMap<>();
        jdbc.query(
                "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
                        + " WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped",
                row -> {
                    columns.put(row.getString(1), row.getString(2));
                },
                table);
        return columns;
    }

    void add(SortedMap<EntryName, EntryUse> uses, ApplicationTables tables) {
        Map<String, UsageCounter> known = counters;
        Map<String, SortedMap<String, EntryUse>> byCache = new TreeMap<>();
        uses.forEach((entry, use) -> {
            if (use.hits() > 0 && known.containsKey(entry.cache())) {
                byCache.computeIfAbsent(entry.cache(), cache -> new TreeMap<>()).put(entry.key(), use);
            }
        });
        byCache.forEach((cache, its) -> {
            UsageCounter counter = known.get(cache);
            if (counter != null) {
                long hits = its.values().stream().mapToLong(EntryUse::hits).sum();
                tables.write(counter.table(), hits, () -> counter.add(jdbc, its));
            }
        });
    }
}
