package dev.freshet.invalidation.rows;

import dev.freshet.refusal.Refusal;
import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RowsRule;
import dev.freshet.rules.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whether this user may remove the rows of cache tables. Row-level security without a policy for it is the worst case: a
 * DELETE then removes nothing and says so to nobody. Thread-safe; holds no state of its own.
 */
public final class RowAccess {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** Row-level security as it applies to this user: which commands see every row, and which policies take rows away. */
    private static final String SECURITY =
            """
            SELECT row_security_active(c.oid) AS active,
                   coalesce(bool_or(p.polpermissive AND p.polcmd IN ('r', '*') AND p.everything), false) AS sees,
                   coalesce(bool_or(p.polpermissive AND p.polcmd IN ('d', '*') AND p.everything), false) AS deletes,
                   coalesce(string_agg(quote_ident(p.polname), ', ')
                       FILTER (WHERE NOT p.polpermissive AND p.polcmd IN ('r', 'd', '*') AND NOT p.everything), '') AS hiding
            FROM pg_catalog.pg_class AS c
            LEFT JOIN LATERAL (
                SELECT polname, polcmd, polpermissive, pg_get_expr(polqual, polrelid) = 'true' AS everything
                FROM pg_catalog.pg_policy
                WHERE polrelid = c.oid AND EXISTS (
                    SELECT FROM unnest(polroles) AS role
                    WHERE CASE WHEN role = 0 THEN true ELSE pg_has_role(role, 'USAGE') END)
            ) AS p ON true
            WHERE c.oid = ?::regclass GROUP BY c.oid""";

    private final JdbcOperations database;

    public RowAccess(DataSource database) {
        this(new JdbcTemplate(database));
    }

    RowAccess(JdbcOperations database) {
        this.database = database;
    }

    /**
     * Looks at every cache's table.
     *
     * @throws Refusal with everything that is missing, and the statements that mend it
     */
    public void require(Collection<CacheRule> caches) {
        List<String> lacks = new ArrayList<>();
        List<String> remedies = new ArrayList<>();
        for (CacheRule cache : caches) {
            RowsRule rows = cache.rows();
            if (rows != null) {
                new Look(rows, lacks, remedies).look();
            }
        }
        if (!lacks.isEmpty()) {
            throw new Refusal(
                    "the database user " + user() + " cannot remove stale rows: " + String.join("; ", lacks),
                    "run 'freshet migrate', or let the owner run: " + String.join("; ", remedies));
        }
    }

    private String user() {
        return Objects.requireNonNull(database.queryForObject("SELECT quote_ident(current_user)", String.class));
    }

    /** What is missing for one table. */
    private final class Look {

        private final RowsRule rows;
        private final TableName table;
        private final List<String> lacks;
        private final List<String> remedies;

        Look(RowsRule rows, List<String> lacks, List<String> remedies) {
            this.rows = rows;
            this.table = rows.table();
            this.lacks = lacks;
            this.remedies = remedies;
        }

        void look() {
            if (!may("has_schema_privilege(quote_ident(?), 'USAGE')", table.schema())) {
                lack(
                        "it may not use schema " + table.schema(),
                        "GRANT USAGE ON SCHEMA " + TableName.quoted(table.schema()));
                return;
            }
            if (!may("to_regclass(?) IS NOT NULL", table.sql())) {
                lacks.add("there is no table " + table);
                remedies.add("the statements that create it");
                return;
            }
            boolean reads = granted("SELECT");
            boolean deletes = granted("DELETE");
            if (reads && deletes) {
                tryCondition();
            }
            seesEveryRow();
        }

        private boolean granted(String privilege) {
            boolean granted = may("has_table_privilege(to_regclass(?), '" + privilege + "')", table.sql());
            if (!granted) {
                lack("it lacks " + privilege + " on " + table, "GRANT " + privilege + " ON " + table.sql());
            }
            return granted;
        }

        private void tryCondition() {
            if (rows.fresh() == null) {
                return;
            }
            try {
                database.execute("SELECT 1 FROM " + table.sql() + " AS entry WHERE (" + rows.fresh() + ") LIMIT 0");
            } catch (DataAccessException e) {
                if (!(e.getMostSpecificCause() instanceof SQLException refused)
                        || !INSUFFICIENT_PRIVILEGE.equals(refused.getSQLState())) {
                    throw e;
                }
                lack(
                        "it may not ask which rows of " + table + " are fresh: " + refused.getMessage(),
                        "GRANT EXECUTE ON FUNCTION, or SELECT, as the condition '" + rows.fresh() + "' needs");
            }
        }

        private void seesEveryRow() {
            Map<String, Object> security = database.queryForMap(SECURITY, table.sql());
            if (!Boolean.TRUE.equals(security.get("active"))) {
                return;
            }
            for (String command : List.of("SELECT", "DELETE")) {
                if (!Boolean.TRUE.equals(security.get(command.equals("SELECT") ? "sees" : "deletes"))) {
                    lacks.add("row-level security of " + table + " hides rows from its " + command
                            + ", which then does nothing and says so to nobody");
                    remedies.add("CREATE POLICY freshet_invalidation_" + command.toLowerCase(Locale.ROOT) + " ON "
                            + table.sql() + " FOR " + command + " TO " + user() + " USING (true)");
                }
            }
            String hiding = String.valueOf(security.get("hiding"));
            if (!hiding.isEmpty()) {
                lacks.add("the restrictive policy " + hiding + " of " + table + " hides rows from it");
                remedies.add("ALTER POLICY … TO other roles, for " + hiding + " ON " + table.sql());
            }
        }

        private void lack(String what, String grant) {
            lacks.add(what);
            remedies.add(grant + " TO " + user());
        }

        private boolean may(String question, String parameter) {
            return Boolean.TRUE.equals(database.queryForObject("SELECT " + question, Boolean.class, parameter));
        }
    }
}
