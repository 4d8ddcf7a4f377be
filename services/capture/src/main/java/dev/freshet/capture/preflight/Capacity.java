package dev.freshet.capture.preflight;

import dev.freshet.refusal.Refusal;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the server has room for one more slot and one more sender. */
final class Capacity {

    private final JdbcClient database;

    Capacity(JdbcClient database) {
        this.database = database;
    }

    /**
     * @param hasSlot whether our slot is there already
     * @throws Refusal if there is no room
     */
    void require(boolean hasSlot) {
        if (!hasSlot) {
            require("max_replication_slots", "select count(*) from pg_replication_slots", "replication slots");
        }
        require("max_wal_senders", "select count(*) from pg_stat_replication", "replication connections");
    }

    private void require(String setting, String count, String what) {
        int limit = Integer.parseInt(database.sql("select current_setting(?)")
                .param(setting)
                .query(String.class)
                .single());
        int used = database.sql(count).query(Integer.class).single();
        if (used >= limit) {
            throw new Refusal(
                    "all " + limit + " " + what + " of the database are in use (" + setting + ")",
                    "drop one that nobody needs, or run: alter system set " + setting + " = " + (limit + 5)
                            + "; then restart PostgreSQL");
        }
    }
}
