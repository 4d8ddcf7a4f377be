package dev.freshet.migration.accounts;

import dev.freshet.migration.accounts.Scope.Rows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out what an SQL condition uses: PostgreSQL notes it for a view, which is made for the purpose and taken back. For
 * use by one thread, within a transaction.
 */
final class Needs {

    private static final String FUNCTIONS =
            """
            SELECT DISTINCT p.oid::regprocedure::text, quote_ident(n.nspname)
            FROM pg_catalog.pg_rewrite AS w
            JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
            LEFT JOIN pg_catalog.pg_operator AS o ON d.refclassid = 'pg_operator'::regclass AND o.oid = d.refobjid
            JOIN pg_catalog.pg_proc AS p
              ON p.oid = CASE WHEN d.refclassid = 'pg_proc'::regclass THEN d.refobjid ELSE o.oprcode END
            JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
            WHERE w.ev_class = 'freshet.condition'::regclass ORDER BY 1""";

    private static final String TABLES =
            """
            SELECT c.oid::regclass::text, quote_ident(n.nspname), a.attname
            FROM pg_catalog.pg_rewrite AS w
            JOIN pg_catalog.pg_depend AS d
              ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass
            JOIN pg_catalog.pg_class AS c ON c.oid = d.refobjid AND c.oid <> w.ev_class
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid AND a.attnum > 0
            WHERE w.ev_class = 'freshet.condition'::regclass AND c.oid <> to_regclass(?) ORDER BY 1, 3""";

    private final Session session;

    Needs(Session session) {
        this.session = session;
    }

    /** What a role needs beyond the cache table itself. */
    List<Right> of(Rows rows, String role) throws SQLException {
        List<Right> rights = new ArrayList<>();
        if (rows.fresh() != null) {
            session.inVain(() -> {
                session.run("CREATE VIEW freshet.condition AS SELECT 1 AS one FROM " + rows.table()
                        + " AS entry WHERE (" + rows.fresh() + ")");
                for (List<String> function : session.rows(FUNCTIONS)) {
                    rights.add(Right.onSchema(role, function.get(1)));
                    rights.add(Right.onFunction(role, function.get(0)));
                }
                for (List<String> column : session.rows(TABLES, rows.table())) {
                    rights.add(Right.onSchema(role, column.get(1)));
                    rights.add(Right.onColumns(role, "SELECT", column.get(0), List.of(column.get(2))));
                }
            });
        }
        return rights;
    }
}
