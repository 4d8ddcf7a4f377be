package dev.freshet.cache.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a snapshot for the columns that tell what an answer is made from. */
record ReadColumns(RowsDefinition definition, Columns columns) {

    Map<String, @Nullable String> in(Connection connection, Map<String, ? extends @Nullable Object> values)
            throws SQLException {
        Map<String, @Nullable String> found = new HashMap<>();
        if (definition.read().isEmpty()) {
            return found;
        }
        Values row = new Values();
        values.forEach(row::put);
        List<String> names = new ArrayList<>(definition.read().keySet());
        String expressions = String.join(
                ", ",
                names.stream()
                        .map(name -> "(" + definition.read().get(name) + ")::text")
                        .toList());
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT " + expressions + " FROM " + row.from(connection, columns))) {
            row.set(statement);
            try (ResultSet one = statement.executeQuery()) {
                one.next();
                for (int i = 0; i < names.size(); i++) {
                    found.put(names.get(i), one.getString(i + 1));
                }
            }
        }
        return found;
    }
}
