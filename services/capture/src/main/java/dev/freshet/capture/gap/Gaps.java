package dev.freshet.capture.gap;

import dev.freshet.capture.database.Origin;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The gaps of one source, in {@code freshet.gap}. A gap is durable before anything is done about it, and open until
 * every cache has been told. Thread-safe; holds no state of its own.
 */
public final class Gaps {

    private static final Logger LOG = LoggerFactory.getLogger(Gaps.class);

    private final JdbcClient database;
    private final TransactionOperations transaction;
    private final String source;

    public Gaps(JdbcClient database, TransactionOperations transaction, String source) {
        this.database = database;
        this.transaction = transaction;
        this.source = source;
    }

    /**
     * Compares with what capture last ran against, and records what differs together with the given reasons as one gap;
     * none without a reason.
     *
     * @param reasons what else may have lost changes
     */
    public void record(Origin origin, String rules, List<String> reasons) {
        transaction.executeWithoutResult(status -> {
            List<String> all = new ArrayList<>(differences(origin, rules));
            all.addAll(reasons);
            if (!all.isEmpty()) {
                insert(String.join("; ", all));
                remember(origin, rules);
            }
        });
    }

    /** Records one that shows while streaming. */
    public void record(String reason) {
        insert(reason);
    }

    /** Whether capture last ran by these rules. */
    public boolean knows(String rules) {
        return database.sql(
                        "select exists (select from freshet.capture_state where source = :source and rules = :rules)")
                .param("source", source)
                .param("rules", rules)
                .query(Boolean.class)
                .single();
    }

    /** Number of the latest gap; 0 without any. */
    public long latest() {
        return database.sql("select coalesce(max(id), 0) from freshet.gap where source = :source")
                .param("source", source)
                .query(Long.class)
                .single();
    }

    /** Those of which not every cache has been told, in order. */
    public List<Gap> open() {
        return database.sql(
                        "select id, reason from freshet.gap where source = :source and announced_at is null order by id")
                .param("source", source)
                .query(Gap.class)
                .list();
    }

    /** Closes a gap: every cache has been told. */
    public void close(Gap gap) {
        database.sql("update freshet.gap set announced_at = now() where id = :id")
                .param("id", gap.id())
                .update();
    }

    private List<String> differences(Origin origin, String rules) {
        return database.sql(
                        "select system_id, timeline, rules from freshet.capture_state where source = :source for update")
                .param("source", source)
                .query(CapturedBy.class)
                .optional()
                .map(last -> last.differences(origin, rules))
                .orElse(List.of("first start of '" + source + "'"));
    }

    /** Once, however often an attempt fails for the same reason before the caches were told. */
    private void insert(String reason) {
        int inserted = database.sql(
                        """
                        insert into freshet.gap (source, reason)
                        select :source, :reason where not exists (
                            select from freshet.gap
                            where source = :source and reason = :reason and announced_at is null)
                        """)
                .param("source", source)
                .param("reason", reason)
                .update();
        if (inserted > 0) {
            LOG.warn("Changes may have been missed, every cache will be made stale: {}", reason);
        }
    }

    private void remember(Origin origin, String rules) {
        database.sql(
                        """
                        insert into freshet.capture_state (source, system_id, timeline, rules, updated_at)
                        values (:source, :systemId, :timeline, :rules, now())
                        on conflict (source) do update set system_id = excluded.system_id,
                            timeline = excluded.timeline, rules = excluded.rules, updated_at = excluded.updated_at
                        """)
                .param("source", source)
                .param("systemId", origin.systemId())
                .param("timeline", origin.timeline())
                .param("rules", rules)
                .update();
    }
}
