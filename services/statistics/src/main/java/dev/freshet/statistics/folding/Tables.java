package dev.freshet.statistics.folding;

import dev.freshet.refusal.Refusal;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whether the tables to write are there and may be written. Thread-safe. */
public final class Tables {

    private final JdbcTemplate jdbc;

    public Tables(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Whether there is such a table.
     *
     * @param table {@code schema.table}, in no need of quotes
     */
    public boolean exists(String table) {
        return isTrue("SELECT to_regclass(?) IS NOT NULL", table);
    }

    /**
     * Looks at a table that is needed.
     *
     * @param table {@code schema.table}, in no need of quotes
     * @throws Refusal if it is missing or may not be read, added to and changed
     */
    public void need(String table) {
        if (!exists(table)) {
            throw new Refusal("the statistics need table " + table + ", and there is none", "run the migrations first");
        }
        for (String privilege : new String[] {"SELECT", "INSERT", "UPDATE"}) {
            if (!isTrue("SELECT has_table_privilege(?, '" + privilege + "')", table)) {
                throw new Refusal(
                        "the statistics lack the privilege " + privilege + " on table " + table,
                        "run 'freshet migrate', or let the owner run: GRANT SELECT, INSERT, UPDATE ON " + table + " TO "
                                + jdbc.queryForObject("SELECT quote_ident(current_user)", String.class));
            }
        }
    }

    private boolean isTrue(String question, String table) {
        return Boolean.TRUE.equals(jdbc.queryForObject(question, Boolean.class, table));
    }
}
