package dev.freshet.cache.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A row that is none yet: values under the names and with the types of a table's columns, for expressions over them.
 * Every value travels as text and is cast.
 */
final class Values {

    private final Map<String, @Nullable String> texts = new LinkedHashMap<>();

    void put(String column, @Nullable Object value) {
        texts.put(column, value instanceof Collection<?> array ? array(array) : text(value));
    }

    Collection<String> columns() {
        return texts.keySet();
    }

    /** The row as a FROM item. Its parameters are set by {@link #set}. */
    String from(Connection connection, Columns columns) throws SQLException {
        StringJoiner list = new StringJoiner(", ", "(SELECT ", ") AS freshet_row");
        for (String column : texts.keySet()) {
            list.add(columns.parameter(connection, column));
        }
        return list.toString();
    }

    void set(PreparedStatement statement) throws SQLException {
        int index = 1;
        for (String text : texts.values()) {
            statement.setString(index++, text);
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** An array literal, each element in quotes. */
    private static String array(Collection<?> elements) {
        StringJoiner list = new StringJoiner(",", "{", "}");
        for (Object element : elements) {
            list.add(
                    element == null
                            ? "NULL"
                            : '"' + element.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        return list.toString();
    }
}
