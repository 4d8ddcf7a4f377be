package dev.freshet.migration;

import dev.freshet.migration.accounts.Account;
import dev.freshet.migration.accounts.Accounts;
import dev.freshet.migration.accounts.Grants;
import dev.freshet.migration.accounts.Roles;
import dev.freshet.migration.accounts.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The accounts of one database, with names that no other test has, and what {@code freshet migrate} does with them. Closing
 * it drops them: roles belong to the whole server.
 */
record Cast(Database database, Accounts accounts, Database admin) implements AutoCloseable {

    static final String LECTURES_TABLE = "\"public\".\"lectures\"";
    static final String CACHE_TABLE = "\"public\".\"ai_response_cache\"";
    static final String HASHES_TABLE = "\"public\".\"lecture_content_hashes\"";
    static final List<String> TABLES = List.of(LECTURES_TABLE, HASHES_TABLE, CACHE_TABLE);
    static final Scope LECTURES = scope(false);
    static final Scope LECTURES_AND_DEMO = scope(true);

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** The superuser is the admin. */
    static Cast of(Database database) {
        return of(database, database);
    }

    static Cast of(Database database, Database admin) {
        String prefix = "cast" + COUNT.incrementAndGet() + "_";
        Map<Account, String> passwords = new EnumMap<>(Account.class);
        for (Account account : Account.values()) {
            passwords.put(account, "secret of " + account);
        }
        return new Cast(database, new Accounts(prefix, prefix + "app", passwords), admin);
    }

    private static Scope scope(boolean demo) {
        return new Scope(
                List.of(
                        new Scope.Source("\"public\"", LECTURES_TABLE, List.of()),
                        new Scope.Source("\"public\"", HASHES_TABLE, List.of()),
                        new Scope.Source("\"public\"", CACHE_TABLE, List.of("cache_key"))),
                List.of(new Scope.Rows(
                        "\"public\"",
                        CACHE_TABLE,
                        "content_hash = freshet.current_content_hash(lecture_ids)",
                        "cache_key",
                        List.of("hit_count", "usage_count", "last_accessed_at"))),
                demo);
    }

    String user(Account account) {
        return accounts.user(account).orElseThrow();
    }

    /** The same database, logged in as that account. */
    Database as(Account account) {
        return database.as(user(account), accounts.password(account).orElseThrow());
    }

    Roles roles() {
        return new Roles(admin.dataSource(), accounts, "freshet");
    }

    /** As the command does, but for the publication, which is capture's. */
    List<String> migrate(Scope scope, boolean demo) {
        List<Pack> packs = List.of(new Pack("lectures"));
        List<String> remarks = roles().make(packs, TABLES, demo);
        migrateAlone(scope, demo);
        roles().endMigration();
        return remarks;
    }

    /** What the role that migrates does by itself. */
    void migrateAlone(Scope scope, boolean demo) {
        Database migrating = as(Account.MIGRATE);
        (demo ? migrating.withDemo("lectures") : migrating.migrations("lectures")).migrate();
        grants().handOver();
        grants().apply(scope);
    }

    Grants grants() {
        return new Grants(as(Account.MIGRATE).dataSource(), accounts);
    }

    /** As the command does. */
    List<String> rollback() {
        List<String> packRoles = as(Account.MIGRATE).migrations().roles();
        roles().beginMigration(TABLES);
        as(Account.MIGRATE)
                .migrations("lectures")
                .rollback(new Migrations.Leftovers("freshet", "freshet", roles().mayDropSlots()));
        roles().endMigration();
        return roles().drop(packRoles);
    }

    /** What the database says to a statement: {@code done}, or the SQLSTATE. Nothing is committed. */
    String says(Account account, String sql) {
        try (Connection connection = as(account).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute(sql);
                return "done";
            } catch (SQLException e) {
                return e.getSQLState();
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    @Override
    public void close() {
        String owner = database.value("SELECT current_user");
        List<String> ours = new ArrayList<>();
        for (Account account : Account.values()) {
            ours.add(user(account));
        }
        for (String role : database.column("SELECT rolname FROM pg_roles")) {
            if (ours.contains(role)) {
                database.run("REASSIGN OWNED BY " + role + " TO " + owner + "; DROP OWNED BY " + role + "; DROP ROLE "
                        + role);
            }
        }
    }
}
