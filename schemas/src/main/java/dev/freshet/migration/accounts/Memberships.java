package dev.freshet.migration.accounts;

import dev.freshet.refusal.Refusal;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * Who may act for the owners of tables. A trigger that is always on, and a place in a publication, take a table's
 * owner. For use by one thread.
 */
final class Memberships {

    private static final String OWNERS =
            """
            SELECT r.rolname, r.rolsuper, min(owned.name)
            FROM (
                SELECT c.relowner AS owner, 'table ' || c.oid::regclass AS name
                FROM pg_catalog.pg_class AS c JOIN unnest(?::text[]) AS named (name) ON c.oid = to_regclass(named.name)
                UNION ALL
                SELECT nspowner, 'schema freshet' FROM pg_catalog.pg_namespace WHERE nspname = 'freshet'
                UNION ALL
                SELECT relowner, 'table ' || oid::regclass FROM pg_catalog.pg_class
                WHERE relnamespace = to_regnamespace('freshet') AND relkind IN ('r', 'p')
                UNION ALL
                SELECT pubowner, 'publication ' || quote_ident(pubname) FROM pg_catalog.pg_publication WHERE pubname = ?
            ) AS owned JOIN pg_catalog.pg_roles AS r ON r.oid = owned.owner
            GROUP BY r.rolname, r.rolsuper ORDER BY r.rolname""";

    private static final String SUPERUSERS =
            """
            SELECT DISTINCT s.rolname
            FROM pg_catalog.pg_auth_members AS m
            JOIN pg_catalog.pg_roles AS s ON s.oid = m.roleid AND s.rolsuper
            JOIN pg_catalog.pg_roles AS r ON r.oid = m.member AND NOT r.rolsuper
            WHERE r.rolname = ? ORDER BY s.rolname""";

    private final Session session;
    private final String member;

    Memberships(Session session, String member) {
        this.session = session;
        this.member = member;
    }

    /** Lets the member act for the owner of each of the tables that exist, and of what we made before. */
    void ofOwners(Collection<String> tables, String publication) throws SQLException {
        String array =
                "{" + String.join(",", tables.stream().map(Memberships::quoted).toList()) + "}";
        for (List<String> owner : session.rows(OWNERS, array, publication)) {
            of(owner.get(0), owner.get(1).equals("t"), owner.get(2));
        }
    }

    private static String quoted(String element) {
        return '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void of(String owner, boolean superuser, String owned) throws SQLException {
        String grant = "GRANT " + Session.name(owner) + " TO " + Session.name(member);
        Refusal refusal = superuser
                ? new Refusal(
                        owned + " belongs to the superuser " + owner + ", for whom only a superuser can let role "
                                + member + " act",
                        "give freshet.admin.username and freshet.admin.password of a superuser for this one run,"
                                + " or give it another owner: ALTER " + owned + " OWNER TO …")
                : new Refusal(
                        owned + " belongs to " + owner + ", for whom role " + member
                                + " may not act: a trigger and a place in a publication take the owner",
                        "run as a superuser: " + grant + "; or, to let the admin do it: GRANT " + Session.name(owner)
                                + " TO " + Session.name(session.text("SELECT current_user") + "")
                                + " WITH ADMIN OPTION");
        session.ensure(
                "SELECT pg_has_role(" + Session.literal(member) + ", " + Session.literal(owner) + ", 'USAGE')",
                grant,
                refusal);
    }

    /** Lets it act for one more, who need not own anything yet. */
    void of(String role) throws SQLException {
        boolean superuser = session.is("SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = ?", role);
        of(role, superuser, "the sample course");
    }

    /** Ends what was lent for the time of a migration: the membership in superusers. */
    void endOfSuperusers() throws SQLException {
        for (String superuser : session.texts(SUPERUSERS, member)) {
            session.run("REVOKE " + Session.name(superuser) + " FROM " + Session.name(member));
        }
    }
}
