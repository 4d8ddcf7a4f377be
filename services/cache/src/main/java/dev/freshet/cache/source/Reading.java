package dev.freshet.cache.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The read step: what tells the content's version, where it was read, and then the content, all from one snapshot. An
 * application whose cache table is missing, or whose database is away, still gets its content; it just cannot be kept.
 */
public final class Reading {

    private static final String WHERE =
            "SELECT pg_is_in_recovery(), current_setting('transaction_isolation') IN ('repeatable read', 'serializable')";

    private final Snapshots snapshots;
    private final Consumer<Throwable> unkept;
    private final Runnable kept;

    /**
     * Reads from these snapshots.
     *
     * @param unkept told why what was read cannot be kept
     * @param kept told that it can
     */
    public Reading(Snapshots snapshots, Consumer<Throwable> unkept, Runnable kept) {
        this.snapshots = snapshots;
        this.unkept = unkept;
        this.kept = kept;
    }

    /** What the application reads. */
    public interface Content<C> {

        C from(Source source) throws Exception;
    }

    /** What tells the version of the content, by column of the cache row. */
    public interface Version {

        Map<String, @Nullable String> in(Connection connection) throws SQLException;
    }

    /** Blocks for as long as the application's own reading does. */
    public <C> Read<C> read(Content<C> content, Version version) throws Exception {
        try {
            Read<C> read = snapshots.in(connection -> read(connection, content, version));
            kept.run();
            return read;
        } catch (SnapshotUnavailableException e) {
            unkept.accept(e);
            return Read.unkept(content.from(() -> {
                throw new IllegalStateException(e.getMessage(), e);
            }));
        } catch (VersionUnknownException e) {
            unkept.accept(e.why);
            return Read.unkept(snapshots.in(connection -> content.from(() -> connection)));
        }
    }

    private static <C> Read<C> read(Connection connection, Content<C> content, Version version) throws Exception {
        boolean onPrimary = !isInRecovery(connection);
        Map<String, @Nullable String> known;
        try {
            known = version.in(connection);
        } catch (SQLException e) {
            throw new VersionUnknownException(e);
        }
        return new Read<>(content.from(() -> connection), true, onPrimary, known);
    }

    private static boolean isInRecovery(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WHERE);
                ResultSet row = statement.executeQuery()) {
            row.next();
            if (!row.getBoolean(2)) {
                throw new IllegalStateException("the read step needs a transaction with isolation REPEATABLE READ,"
                        + " so that content and hash belong together: let the transaction manager set it");
            }
            return row.getBoolean(1);
        }
    }

    /** The transaction is lost with the failed statement: the content needs another. */
    private static final class VersionUnknownException extends Exception {

        private final SQLException why;

        private VersionUnknownException(SQLException why) {
            super(why);
            this.why = why;
        }
    }
}
