package dev.freshet.invalidation.dryrun;

import dev.freshet.invalidation.keys.RedisKeys;
import dev.freshet.invalidation.rows.Row;
import dev.freshet.invalidation.rows.StaleRows;
import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.Stale;
import dev.freshet.rules.StaleKey;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** The entries that there are now: rows in one read-only snapshot, keys by EXISTS. */
public final class Entries {

    private final DataSource database;
    private final RedisKeys redis;

    /**
     * Of these servers.
     *
     * @param redis asked for when it is needed
     */
    public Entries(DataSource database, Supplier<StatefulRedisConnection<String, String>> redis) {
        this.database = database;
        this.redis = new RedisKeys(redis);
    }

    /** Which of them would go. Where a server cannot be asked, a note says so. */
    Losses lost(RuleSet rules, StaleThings stale) {
        Losses losses = new Losses(stale);
        Map<StaleKey, List<Stale>> keys = new LinkedHashMap<>();
        try {
            snapshot().executeWithoutResult(status -> stale.caches()
                    .forEach(name -> rows(Objects.requireNonNull(rules.caches().get(name)), stale, losses, keys)));
        } catch (DataAccessException | TransactionException e) {
            losses.rowsUnknown(cause(e));
            stale.caches().forEach(cache -> addKeys(cache, stale.keys(cache, true), keys));
        }
        stale.caches().forEach(cache -> addKeys(cache, stale.keys(cache, false), keys));
        countKeys(keys, losses);
        return losses;
    }

    private TransactionTemplate snapshot() {
        TransactionTemplate snapshot = new TransactionTemplate(new JdbcTransactionManager(database));
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return snapshot;
    }

    private void rows(CacheRule cache, StaleThings stale, Losses losses, Map<StaleKey, List<Stale>> keys) {
        StaleRows rows = StaleRows.readOnly(database);
        String name = cache.name();
        if (stale.isWhole(name)) {
            rows.findAll(cache, found -> found.forEach(row -> add(name, row, losses, keys)));
        } else {
            rows.find(
                    cache,
                    stale.tags(name),
                    stale.keys(name, false),
                    found -> found.forEach(row -> add(name, row, losses, keys)));
        }
        Set<String> orphans = new HashSet<>(stale.keys(name, true));
        orphans.removeAll(rows.present(cache, orphans)); // filled again: nothing of them is stale
        addKeys(name, orphans, keys);
    }

    private static void add(String cache, Row row, Losses losses, Map<StaleKey, List<Stale>> keys) {
        losses.row(cache, row.reasons());
        row.keys().forEach(key -> keys.putIfAbsent(new StaleKey(cache, key), row.reasons()));
    }

    private static void addKeys(String cache, Iterable<String> more, Map<StaleKey, List<Stale>> keys) {
        for (String key : more) {
            StaleKey stale = new StaleKey(cache, key);
            keys.putIfAbsent(stale, List.of(stale));
        }
    }

    private void countKeys(Map<StaleKey, List<Stale>> keys, Losses losses) {
        try {
            Set<String> present = Set.copyOf(
                    redis.present(keys.keySet().stream().map(StaleKey::key).toList()));
            keys.forEach((key, reasons) -> {
                if (present.contains(key.key())) {
                    losses.key(key.cache(), reasons);
                }
            });
        } catch (RedisException e) {
            losses.keysUnknown(cause(e));
        }
    }

    private static String cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
