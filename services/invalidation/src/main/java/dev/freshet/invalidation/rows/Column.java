package dev.freshet.invalidation.rows;

import dev.freshet.rules.TableName;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column of a cache table, as the catalogue has it.
 *
 * @param type as SQL writes it; of an array the type of its elements
 */
record Column(String name, String type, boolean array) {

    /** Its name for a statement. */
    String sql() {
        return TableName.quoted(name);
    }

    /** Its value as text, elements each for itself. */
    String text() {
        return sql() + (array ? "::text[]" : "::text");
    }

    /**
     * A condition with one parameter, texts: the column is, or has among its elements, one of them. A text that is no
     * value of the type can be in no row, and must not fail the others.
     */
    String isAmong() {
        String values = "ARRAY(SELECT text::" + type + " FROM unnest(?::text[]) AS asked (text)"
                + " WHERE pg_input_is_valid(text, '" + type.replace("'", "''") + "'))";
        return array ? sql() + " && " + values : sql() + " = ANY (" + values + ")";
    }

    /** A condition that the column has the text in another one, as {@link #text} spells it. */
    String has(String text) {
        return array ? text + " = ANY (" + text() + ")" : text() + " = " + text;
    }

    /** Reads what {@link #text} selected: text, a list of texts, or null. */
    @Nullable
    Object read(ResultSet row, int index) throws SQLException {
        if (!array) {
            return row.getString(index);
        }
        Array elements = row.getArray(index);
        return elements == null
                ? null
                : Arrays.stream((Object[]) elements.getArray())
                        .filter(Objects::nonNull)
                        .map(Object::toString)
                        .toList();
    }
}
