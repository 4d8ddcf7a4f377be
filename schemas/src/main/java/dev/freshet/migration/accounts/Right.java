package dev.freshet.migration.accounts;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Something that a role may do to an object.
 *
 * @param kind of object: table, schema or function; or a policy on a table
 * @param object as in a statement
 * @param privilege as in GRANT, with a column list if need be; the policy's name
 * @param columns of the column list
 * @param command that the policy allows; empty otherwise
 */
record Right(String role, String kind, String object, String privilege, List<String> columns, String command) {

    static Right onTable(String role, String privilege, String table) {
        return new Right(role, "table", table, privilege, List.of(), "");
    }

    static Right onColumns(String role, String privilege, String table, List<String> columns) {
        if (columns.isEmpty()) {
            return onTable(role, privilege, table);
        }
        String list = columns.stream().map(Session::name).collect(Collectors.joining(", ", " (", ")"));
        return new Right(role, "table", table, privilege + list, columns, privilege);
    }

    static Right onSchema(String role, String schema) {
        return new Right(role, "schema", schema, "USAGE", List.of(), "");
    }

    static Right onFunction(String role, String function) {
        return new Right(role, "function", function, "EXECUTE", List.of(), "");
    }

    /** Lets the role's statements of that command see, or make, every row. */
    static Right throughPolicy(String role, Account account, String command, String table) {
        String name = "freshet_" + account + "_" + command.toLowerCase(Locale.ROOT);
        return new Right(role, "policy", table, name, List.of(), command);
    }

    boolean isPolicy() {
        return kind.equals("policy");
    }

    String grant() {
        if (isPolicy()) {
            return "CREATE POLICY " + Session.name(privilege) + " ON " + object + " FOR " + command + " TO "
                    + Session.name(role) + (command.equals("INSERT") ? "" : " USING (true)")
                    + (command.equals("INSERT") || command.equals("UPDATE") ? " WITH CHECK (true)" : "");
        }
        return "GRANT " + privilege + " ON " + kind + " " + object + " TO " + Session.name(role);
    }

    String revoke() {
        return isPolicy()
                ? "DROP POLICY IF EXISTS " + Session.name(privilege) + " ON " + object
                : "REVOKE " + privilege + " ON " + kind + " " + object + " FROM " + Session.name(role);
    }

    /**
     * Asks whether it is there, given to this very role or to everybody: what comes through a membership may have been
     * lent.
     */
    String question() {
        if (isPolicy()) {
            return "SELECT EXISTS (SELECT FROM pg_catalog.pg_policy WHERE polrelid = to_regclass("
                    + Session.literal(object) + ") AND polname = " + Session.literal(privilege) + ")";
        }
        return columns.isEmpty()
                ? "SELECT " + holds(acl(), privilege)
                : columns.stream().map(this::holdsColumn).collect(Collectors.joining(" AND ", "SELECT ", ""));
    }

    /** Whether role and object still exist, so that there is something to take back. */
    boolean isThere(Session session) throws SQLException {
        String object =
                switch (kind) {
                    case "schema" -> "to_regnamespace(?)";
                    case "function" -> "to_regprocedure(?)";
                    default -> "to_regclass(?)";
                };
        return session.is(
                "SELECT " + object + " IS NOT NULL AND to_regrole(?) IS NOT NULL", object(), Session.name(role));
    }

    private String acl() {
        return switch (kind) {
            case "schema" ->
                "SELECT coalesce(nspacl, acldefault('n', nspowner)) AS acl FROM pg_catalog.pg_namespace"
                        + " WHERE oid = to_regnamespace(" + Session.literal(object) + ")";
            case "function" ->
                "SELECT coalesce(proacl, acldefault('f', proowner)) AS acl FROM pg_catalog.pg_proc"
                        + " WHERE oid = to_regprocedure(" + Session.literal(object) + ")";
            default ->
                "SELECT coalesce(relacl, acldefault('r', relowner)) AS acl FROM pg_catalog.pg_class"
                        + " WHERE oid = to_regclass(" + Session.literal(object) + ")";
        };
    }

    private String holdsColumn(String column) {
        String ofColumn = "SELECT attacl AS acl FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass("
                + Session.literal(object) + ") AND attname = " + Session.literal(column);
        return "(" + holds(acl(), command) + " OR " + holds(ofColumn, command) + ")";
    }

    private String holds(String acl, String wanted) {
        return "EXISTS (SELECT FROM (" + acl + ") AS object, aclexplode(object.acl) AS item"
                + " WHERE item.privilege_type = " + Session.literal(wanted)
                + " AND item.grantee IN (0, to_regrole(" + Session.literal(Session.name(role)) + ")))";
    }
}
