package dev.freshet.migration.accounts;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.util.PSQLException;

/** Drops roles that we made and that nobody else uses. For use by one thread. */
final class Dropping {

    /** What it owns in this database, the memberships of others in it, in words; NULL when nothing keeps it. */
    private static final String KEPT_BY =
            """
            SELECT string_agg(reason, '; ') FROM (
                SELECT 'it owns ' || string_agg(pg_catalog.pg_describe_object(d.classid, d.objid, 0), ', ') AS reason
                FROM pg_catalog.pg_shdepend AS d
                WHERE d.refclassid = 'pg_authid'::regclass AND d.deptype = 'o'
                  AND d.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                  AND d.refobjid = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
                UNION ALL
                SELECT 'other roles are members of it: ' || string_agg(quote_ident(u.rolname), ', ')
                FROM pg_catalog.pg_auth_members AS m JOIN pg_catalog.pg_roles AS u ON u.oid = m.member
                WHERE m.roleid = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
                  AND u.rolname <> current_user AND u.rolname <> ALL (?::text[])
            ) AS reasons""";

    private final Session session;
    private final List<String> ours;
    private final List<String> remarks = new ArrayList<>();

    /** @param ours the roles of our accounts, which may be members of each other */
    Dropping(Session session, List<String> ours) {
        this.session = session;
        this.ours = ours;
    }

    /** Which roles stay, and why. */
    List<String> remarks() {
        return remarks;
    }

    void drop(String role) throws SQLException {
        if (!session.is("SELECT true FROM pg_catalog.pg_roles WHERE rolname = ?", role)) {
            return;
        }
        if (!Making.isOurs(session, role)) {
            stays(role, "Freshet did not make it");
            return;
        }
        String kept = session.text(KEPT_BY, role, role, "{" + String.join(",", ours) + "}");
        if (kept != null) {
            stays(role, kept);
            return;
        }
        try {
            session.inOneTransaction(() -> dropWithItsGrants(role));
        } catch (SQLException e) {
            stays(role, reason(e));
        }
    }

    /** It owns nothing here, so DROP OWNED takes grants away and nothing else. */
    private void dropWithItsGrants(String role) throws SQLException {
        if (!session.is("SELECT pg_has_role(?, 'USAGE')", role)) {
            session.run("GRANT " + Session.name(role) + " TO CURRENT_USER");
        }
        session.run("DROP OWNED BY " + Session.name(role));
        session.run("DROP ROLE " + Session.name(role));
    }

    private static String reason(SQLException e) {
        String detail = e instanceof PSQLException failure && failure.getServerErrorMessage() != null
                ? failure.getServerErrorMessage().getDetail()
                : null;
        return detail == null ? String.valueOf(e.getMessage()) : detail.replace("\n", "; ");
    }

    private void stays(String role, String reason) {
        remarks.add("role " + role + " stays: " + reason);
    }
}
