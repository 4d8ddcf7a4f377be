package dev.freshet.migration;

import dev.freshet.refusal.Refusal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/**
 * Brings a database to what the packs ask for, and back. Flyway's history is {@code freshet.schema_history}, so a database
 * with tables and a history of its own is no obstacle. Both ways may be gone twice. Not thread-safe; several processes
 * may migrate at once, Flyway's lock lets them wait for each other.
 */
public final class Migrations {

    private final DataSource database;
    private final List<Pack> packs;

    /**
     * @param database of a user who may create schemas and roles, and owns {@code public.lectures} if the pack needs it
     * @param packs such as {@code lectures}; {@code core} is always in
     * @param demo whether to make and fill the sample course's tables where the database has none
     * @throws dev.freshet.refusal.Refusal if there is no such pack
     */
    public Migrations(DataSource database, List<String> packs, boolean demo) {
        this.database = database;
        Set<Pack> all = new LinkedHashSet<>();
        all.add(Pack.CORE);
        packs.forEach(name -> all.add(new Pack(name)));
        if (demo) {
            all.add(Pack.DEMO);
        }
        this.packs = List.copyOf(all);
    }

    /**
     * Applies what is missing.
     *
     * @return how many migrations were applied
     * @throws dev.freshet.refusal.Refusal if something stands in the way that a person has to mend
     */
    public int migrate() {
        try {
            return Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(database)
                    .schemas("freshet")
                    .table("schema_history")
                    .locations(packs.stream().map(Pack::location).toArray(String[]::new))
                    .group(true) // one transaction: what is refused leaves nothing half made
                    .outOfOrder(true) // a pack switched on later has lower versions than those applied
                    .ignoreMigrationPatterns("*:missing", "*:future") // and one switched off is no longer looked for
                    .placeholderReplacement(false)
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (FlywayException e) {
            throw refusal(e);
        }
    }

    private static RuntimeException refusal(FlywayException failure) {
        if (failure instanceof FlywayValidateException) {
            return new Refusal(
                    "the database was migrated by another build of Freshet: " + failure.getMessage(),
                    "start the build that migrated it, or roll it back first; in the default run, remove the folder .freshet");
        }
        if (failure.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
            return new Refusal(
                    "schema freshet holds objects that Freshet did not make",
                    "move them away: ALTER SCHEMA freshet RENAME TO …");
        }
        return SqlRefusal.in(failure);
    }

    /**
     * Takes away everything that any migration of ours made in this database, whichever packs are given, in one
     * transaction: after a failure all is as before. The roles go only if a migration made them and nothing else uses
     * them.
     *
     * @throws dev.freshet.refusal.Refusal if the replication slot is in use, or something of others depends on our objects
     */
    public void rollback() {
        rollback(new Leftovers("freshet", "freshet", false));
    }

    /**
     * What capture made in the database under names of its settings.
     *
     * @param slot its replication slot
     * @param publication its publication
     * @param keepSlot whether the slot stays for now, because this user may not drop it
     */
    public record Leftovers(String slot, String publication, boolean keepSlot) {}

    /** As {@link #rollback()}, with other names. */
    public void rollback(Leftovers leftovers) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                tell(connection, leftovers);
                for (Pack pack : installed(statement)) {
                    statement.execute(pack.rollback());
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw SqlRefusal.in(new IllegalStateException("the rollback failed: " + e.getMessage(), e));
        }
    }

    /** For the rest of the transaction. */
    private static void tell(Connection connection, Leftovers leftovers) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT set_config('freshet.slot', ?, true),"
                + " set_config('freshet.publication', ?, true), set_config('freshet.keep_slot', ?, true)")) {
            statement.setString(1, leftovers.slot());
            statement.setString(2, leftovers.publication());
            statement.setString(3, Boolean.toString(leftovers.keepSlot()));
            statement.execute();
        }
    }

    /** The roles that migrations of packs made, or know that another database's made. */
    public List<String> roles() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            List<String> roles = new ArrayList<>();
            if (hasRecords(statement)) {
                try (ResultSet rows = statement.executeQuery(
                        "SELECT name FROM freshet.installed WHERE kind = 'role' ORDER BY name")) {
                    while (rows.next()) {
                        roles.add(rows.getString(1));
                    }
                }
            }
            return roles;
        } catch (SQLException e) {
            throw SqlRefusal.in(new IllegalStateException("the database cannot be asked: " + e.getMessage(), e));
        }
    }

    /** The packs that this database knows of, the last one first, and core. */
    private static List<Pack> installed(Statement statement) throws SQLException {
        List<Pack> installed = new ArrayList<>();
        if (hasRecords(statement)) {
            try (ResultSet rows =
                    statement.executeQuery("SELECT name FROM freshet.installed WHERE kind = 'pack' AND name <> 'core'"
                            + " ORDER BY name = 'demo', installed_at DESC, name")) {
                while (rows.next()) {
                    installed.add(new Pack(rows.getString(1)));
                }
            }
        }
        installed.add(Pack.CORE);
        return installed;
    }

    private static boolean hasRecords(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT to_regclass('freshet.installed') IS NOT NULL")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
