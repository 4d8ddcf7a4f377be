package dev.freshet.cache.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of a table's columns as the database has them, asked once. Thread-safe. */
public final class Columns {

    // A type modifier of -1 and not null: a bare "character" would be one of length 1, and cut what is cast to it. A
    // domain
    // would cut as well: its base type is asked for, and the domain checks what is stored
    private static final String TYPES =
            """
            SELECT attname, format_type(coalesce(nullif(typbasetype, 0), atttypid), -1)
            FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
            WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped""";

    private final String table;
    private volatile @Nullable Map<String, String> types;

    Columns(String table) {
        this.table = table;
    }

    /** For when a statement failed: the table may have changed under us. */
    void forget() {
        types = null;
    }

    /** A parameter of a column's type, under the column's name. */
    String parameter(Connection connection, String column) throws SQLException {
        return cast(connection, column) + " AS " + quoted(column);
    }

    /** A parameter of a column's type. */
    String cast(Connection connection, String column) throws SQLException {
        return "?::" + type(connection, column);
    }

    private String type(Connection connection, String column) throws SQLException {
        Map<String, String> known = types;
        if (known == null) {
            known = ask(connection);
            types = known;
        }
        String type = known.get(column);
        if (type == null) {
            throw new SQLException("table " + table + " has no column " + column, "42703");
        }
        return type;
    }

    private Map<String, String> ask(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TYPES)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                Map<String, String> found = new HashMap<>();
                while (rows.next()) {
                    found.put(rows.getString(1), rows.getString(2));
                }
                return found;
            }
        }
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
