package dev.freshet.migration.accounts;

import dev.freshet.migration.accounts.Scope.Rows;
import dev.freshet.migration.accounts.Scope.Source;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything that each account needs, by the rules and by what exists. For use by one thread. */
final class Wanted {

    private static final List<String> FILL = List.of("SELECT", "INSERT", "UPDATE");

    private static final String ANSWERS = "public.ai_response_cache";

    /** Materialized views cannot ask what their reader may read: these tell of that one table only. */
    private static final String MATERIALIZED =
            """
            SELECT c.oid::regclass::text
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_rewrite AS w ON w.ev_class = c.oid
            JOIN pg_catalog.pg_depend AS d
              ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass
             AND d.refobjid <> c.oid
            WHERE c.relkind = 'm' AND pg_has_role(c.relowner, 'USAGE')
            GROUP BY c.oid HAVING bool_and(d.refobjid = to_regclass(?)) ORDER BY 1""";

    private final Session session;
    private final Accounts accounts;
    private final Set<Right> rights = new LinkedHashSet<>();

    Wanted(Session session, Accounts accounts) {
        this.session = session;
        this.accounts = accounts;
    }

    Set<Right> of(Scope scope) throws SQLException {
        for (Account account : Account.OF_THE_DATABASE) {
            String role = accounts.user(account).orElse(null);
            if (role != null && session.is("SELECT true FROM pg_catalog.pg_roles WHERE rolname = ?", role)) {
                rights.add(Right.onSchema(role, "freshet"));
                new Holder(account, role).wants(scope);
            }
        }
        return rights;
    }

    private final class Holder {

        private final Account account;
        private final String role;

        Holder(Account account, String role) {
            this.account = account;
            this.role = role;
        }

        void wants(Scope scope) throws SQLException {
            switch (account) {
                case MIGRATE -> migrate(scope);
                case CAPTURE -> capture(scope);
                case INVALIDATION -> rows(scope.caches(), List.of("SELECT", "DELETE"));
                case STATISTICS -> statistics(scope);
                case CONSOLE -> console(scope);
                case APP -> application(scope);
                case SUBSCRIBER -> {}
            }
        }

        /**
         * Our trigger functions run as this role and read what they are on, also when it no longer acts for the owner. What
         * they write is granted where it is made or adopted: freshet.let in the packs' SQL.
         */
        private void migrate(Scope scope) throws SQLException {
            for (Source source : scope.sources()) {
                rights.add(Right.onSchema(role, source.schema()));
                on(source.table(), List.of("SELECT"));
            }
        }

        private void capture(Scope scope) throws SQLException {
            for (String table : List.of("freshet.heartbeat", "freshet.capture_state", "freshet.gap")) {
                on(table, FILL);
            }
            for (Source source : scope.sources()) {
                if (exists(source.table())) {
                    rights.add(Right.onSchema(role, source.schema()));
                    rights.add(Right.onColumns(role, "SELECT", source.table(), source.columns()));
                }
            }
        }

        private void rows(Collection<Rows> caches, List<String> commands) throws SQLException {
            for (Rows rows : caches) {
                if (exists(rows.table())) {
                    rights.add(Right.onSchema(role, rows.schema()));
                    on(rows.table(), commands);
                    rights.addAll(new Needs(session).of(rows, role));
                }
            }
        }

        /** The caches and what is made of them, and what packs made for it to write: sources of changes, as a rule. */
        private void application(Scope scope) throws SQLException {
            List<String> all = List.of("SELECT", "INSERT", "UPDATE", "DELETE");
            rows(scope.caches(), all);
            for (Rows rows : scope.caches()) {
                for (String view : session.texts(MATERIALIZED, rows.table())) {
                    on(view, List.of("SELECT"));
                }
            }
            for (String table : session.texts("SELECT name FROM freshet.installed WHERE kind = 'table'"
                    + " AND detail = 'the application writes it' ORDER BY name")) {
                on(table, all);
            }
        }

        private void statistics(Scope scope) throws SQLException {
            for (String table : List.of("freshet.consumer_position", "freshet.operation")) {
                on(table, FILL);
            }
            for (String table : List.of(
                    "freshet.daily_operation",
                    "freshet.daily_invalidation",
                    "freshet.refused_record",
                    "freshet.invalidation_log",
                    "freshet.entry",
                    "freshet.price",
                    "public.ai_cache_stats")) {
                on(table, FILL);
                on(table, List.of("DELETE")); // what is older than the retention
            }
            for (String view : List.of("freshet.operation_figures", "freshet.daily_cache_performance")) {
                on(view, List.of("SELECT"));
            }
            for (Rows rows : scope.caches()) {
                counters(rows);
            }
        }

        private void counters(Rows rows) throws SQLException {
            List<String> counters = new ArrayList<>();
            for (String column : rows.counters()) {
                if (session.is(
                        "SELECT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass(?)"
                                + " AND attname = ? AND attnum > 0 AND NOT attisdropped)",
                        rows.table(),
                        column)) {
                    counters.add(column);
                }
            }
            if (!counters.isEmpty()) {
                rights.add(Right.onSchema(role, rows.schema()));
                rights.add(Right.onColumns(role, "UPDATE", rows.table(), List.copyOf(counters)));
                policy(rows.table(), "UPDATE");
                counters.add(rows.key());
                rights.add(Right.onColumns(role, "SELECT", rows.table(), counters));
                policy(rows.table(), "SELECT");
            }
        }

        private void console(Scope scope) throws SQLException {
            on("freshet.invalidation_log", List.of("SELECT"));
            for (Rows rows : scope.caches()) {
                // the gateway keeps answers for applications that are not on the JVM
                if (session.is("SELECT to_regclass(?) = to_regclass(?)", rows.table(), ANSWERS)) {
                    rows(List.of(rows), FILL);
                }
            }
            if (scope.demo() && exists("public.lectures") && exists(ANSWERS)) {
                on("public.lectures", List.of("SELECT"));
                rights.add(Right.onColumns(role, "UPDATE", "public.lectures", List.of("content", "title")));
                policy("public.lectures", "UPDATE");
            }
        }

        private void on(String table, List<String> commands) throws SQLException {
            if (exists(table)) {
                for (String command : commands) {
                    rights.add(Right.onTable(role, command, table));
                    policy(table, command);
                }
            }
        }

        /** Without a policy, row-level security hides every row and says nothing. */
        private void policy(String table, String command) throws SQLException {
            if (session.is(
                    "SELECT relrowsecurity AND quote_ident(?)::regrole <> relowner FROM pg_catalog.pg_class"
                            + " WHERE oid = to_regclass(?)",
                    role,
                    table)) {
                rights.add(Right.throughPolicy(role, account, command, table));
            }
        }
    }

    private boolean exists(String table) throws SQLException {
        return session.is("SELECT to_regclass(?) IS NOT NULL", table);
    }
}
