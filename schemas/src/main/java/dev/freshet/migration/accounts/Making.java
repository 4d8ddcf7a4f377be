package dev.freshet.migration.accounts;

import dev.freshet.refusal.Refusal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Makes the roles. One that exists and is not ours stays as it is. For use by one thread. */
final class Making {

    private static final String DUPLICATE_OBJECT = "42710";
    private static final String RDS_REPLICATION = "rds_replication";

    private final Session session;
    private final Accounts accounts;
    private final String admin;
    private final List<String> remarks = new ArrayList<>();

    Making(Session session, Accounts accounts) throws SQLException {
        this.session = session;
        this.accounts = accounts;
        this.admin = String.valueOf(session.text("SELECT current_user"));
    }

    /** What somebody may want to know. */
    List<String> remarks() {
        return remarks;
    }

    void requireMayCreateRoles() throws SQLException {
        if (!session.is("SELECT rolsuper OR rolcreaterole FROM pg_catalog.pg_roles WHERE rolname = current_user")) {
            throw new Refusal(
                    "the admin user " + Session.name(admin) + " may not create roles",
                    "run as a superuser: ALTER ROLE " + Session.name(admin) + " CREATEROLE;"
                            + " or make the roles by hand, as infra/postgres/README.md shows, and leave out freshet.admin.*");
        }
    }

    void make(Account account, String role) throws SQLException {
        if (!exists(role)) {
            create(role);
        }
        boolean ours = isOurs(session, role);
        if (accounts.password(account).isPresent()) {
            if (ours) {
                setPassword(role, accounts.password(account).get());
            } else {
                remarks.add("role " + role + " was not made by Freshet: its password stays as it is");
            }
        }
        letConnect(role);
    }

    private boolean exists(String role) throws SQLException {
        return session.is("SELECT true FROM pg_catalog.pg_roles WHERE rolname = ?", role);
    }

    /** Whether it carries our comment, so that rollbacks drop it. */
    static boolean isOurs(Session session, String role) throws SQLException {
        return session.is(
                "SELECT pg_catalog.shobj_description(oid, 'pg_authid') = ? FROM pg_catalog.pg_roles WHERE rolname = ?",
                Roles.MADE_BY_US,
                role);
    }

    /** The comment in the same transaction: no crash leaves a role of which nobody knows that it is ours. */
    private void create(String role) throws SQLException {
        try {
            session.inOneTransaction(() -> {
                session.run("CREATE ROLE " + Session.name(role) + " LOGIN");
                session.run("COMMENT ON ROLE " + Session.name(role) + " IS " + Session.literal(Roles.MADE_BY_US));
            });
        } catch (SQLException e) {
            if (!DUPLICATE_OBJECT.equals(e.getSQLState())) {
                throw e; // otherwise the migration of another database got there first
            }
        }
    }

    private void setPassword(String role, String password) throws SQLException {
        try {
            session.password(role, password);
        } catch (SQLException e) {
            if (Session.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw new Refusal(
                        "the admin user " + Session.name(admin) + " may not set the password of role " + role
                                + ", which another admin made",
                        "run as that one, or as a superuser: GRANT " + Session.name(role) + " TO " + Session.name(admin)
                                + " WITH ADMIN OPTION");
            }
            throw e;
        }
    }

    private void letConnect(String role) throws SQLException {
        String grant = "GRANT CONNECT ON DATABASE " + database() + " TO " + Session.name(role);
        session.ensure(
                "SELECT has_database_privilege(" + Session.literal(role) + ", current_database(), 'CONNECT')",
                grant,
                new Refusal(
                        "role " + role + " may not connect to the database", "let the database's owner run: " + grant));
    }

    private String database() throws SQLException {
        return Session.name(String.valueOf(session.text("SELECT current_database()")));
    }

    /** The attribute where roles have it, the membership on Amazon's servers. */
    void letReplicate(String role) throws SQLException {
        boolean amazon = exists(RDS_REPLICATION);
        String statement = amazon
                ? "GRANT " + RDS_REPLICATION + " TO " + Session.name(role)
                : "ALTER ROLE " + Session.name(role) + " REPLICATION";
        String question = amazon
                ? "SELECT pg_has_role(" + Session.literal(role) + ", " + Session.literal(RDS_REPLICATION)
                        + ", 'MEMBER')"
                : "SELECT rolsuper OR rolreplication FROM pg_catalog.pg_roles WHERE rolname = " + Session.literal(role);
        Refusal refusal = new Refusal(
                "role " + role + " may not use replication slots, and the admin user " + Session.name(admin)
                        + " may not let it",
                "run as a superuser: " + statement + "; or, to let the admin do it: "
                        + (amazon
                                ? "GRANT " + RDS_REPLICATION + " TO " + Session.name(admin) + " WITH ADMIN OPTION"
                                : "ALTER ROLE " + Session.name(admin) + " REPLICATION"));
        if (!amazon && !isOurs(session, role) && !session.is(question)) {
            throw refusal;
        }
        session.ensure(question, statement, refusal);
    }

    /**
     * Lets it make schema, publication and tables.
     *
     * @param handsOver whether it gives the demo's tables to the application, who then needs CREATE for that moment
     */
    void letInstall(String role, boolean handsOver) throws SQLException {
        allow(role, "database", "ON DATABASE " + database(), "current_database()", "");
        String option = handsOver ? " WITH GRANT OPTION" : "";
        allow(role, "schema", "ON SCHEMA public", "'public'", option);
    }

    private void allow(String role, String kind, String on, String object, String option) throws SQLException {
        String grant = "GRANT CREATE " + on + " TO " + Session.name(role) + option;
        session.ensure(
                "SELECT has_" + kind + "_privilege(" + Session.literal(role) + ", " + object + ", 'CREATE" + option
                        + "')",
                grant,
                new Refusal(
                        "role " + role + " lacks CREATE " + on + ", and the admin user " + Session.name(admin)
                                + " may not grant it",
                        "let the owner run: " + grant + "; or: ALTER DATABASE " + database() + " OWNER TO "
                                + Session.name(admin)));
    }
}
