package dev.freshet.migration.accounts;

import dev.freshet.refusal.Refusal;
import java.sql.SQLException;

/** Makes the application the owner of the sample course, as it would be of its own. For use within a transaction. */
final class Handover {

    private static final String TABLES =
            """
            SELECT i.name FROM freshet.installed AS i
            JOIN pg_catalog.pg_class AS c ON c.oid = to_regclass(i.name)
            WHERE i.kind = 'table' AND i.pack = 'demo' AND c.relowner <> quote_ident(?)::regrole ORDER BY i.name""";

    private final Session session;
    private final String application;

    Handover(Session session, String application) {
        this.session = session;
        this.application = application;
    }

    void run() throws SQLException {
        if (!session.is("SELECT true FROM pg_catalog.pg_roles WHERE rolname = ?", application)) {
            throw new Refusal(
                    "there is no role " + application + ", which freshet.accounts.application names",
                    "run: CREATE ROLE " + Session.name(application)
                            + " LOGIN; or give freshet.admin.username and freshet.admin.password to have it made");
        }
        var tables = session.texts(TABLES, application);
        if (tables.isEmpty()) {
            return;
        }
        String membership = "GRANT " + Session.name(application) + " TO " + Session.name(user());
        if (!session.is("SELECT pg_has_role(?, 'USAGE')", application)) {
            throw new Refusal(
                    user() + " may not act for " + application + ", who is to own the sample course",
                    "run as an admin: " + membership);
        }
        // An owner needs CREATE in the schema, for the moment in which it becomes one
        boolean may = session.is("SELECT has_schema_privilege(?, 'public', 'CREATE')", application);
        if (!may) {
            session.run("GRANT CREATE ON SCHEMA public TO " + Session.name(application));
        }
        for (String table : tables) {
            session.run("ALTER TABLE " + table + " OWNER TO " + Session.name(application));
        }
        if (!may) {
            session.run("REVOKE CREATE ON SCHEMA public FROM " + Session.name(application));
        }
    }

    private String user() throws SQLException {
        return String.valueOf(session.text("SELECT current_user"));
    }
}
