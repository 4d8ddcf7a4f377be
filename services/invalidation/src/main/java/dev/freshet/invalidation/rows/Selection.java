package dev.freshet.invalidation.rows;

import dev.freshet.rules.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which rows carry one of some texts: a condition, and its parameters.
 *
 * @param parameters arrays of texts
 */
record Selection(String condition, List<String[]> parameters) {

    /** @param columns those of the template, in its order */
    static Selection of(List<Column> columns, Template template, Collection<String> texts) {
        List<Map<String, String>> readings =
                texts.stream().flatMap(text -> template.match(text).stream()).toList();
        List<String[]> values = columns.stream()
                .map(column -> values(column, readings))
                .collect(Collectors.toCollection(ArrayList::new));
        String each = columns.stream().map(Column::isAmong).collect(Collectors.joining(" AND "));
        if (columns.size() < 2) {
            return new Selection(columns.isEmpty() ? "false" : each, values);
        }
        // Each column has one of its values, which an index can find; and they are values of one text
        return new Selection(
                each + " AND " + together(columns),
                Stream.concat(values.stream(), values.stream()).toList());
    }

    boolean isEmpty() {
        return parameters.isEmpty() || parameters.get(0).length == 0;
    }

    private static String[] values(Column column, List<Map<String, String>> readings) {
        return readings.stream().map(reading -> reading.get(column.name())).toArray(String[]::new);
    }

    private static String together(List<Column> columns) {
        String texts = columns.stream().map(column -> "?::text[]").collect(Collectors.joining(", "));
        String names =
                IntStream.range(0, columns.size()).mapToObj(i -> "text" + i).collect(Collectors.joining(", "));
        String same = IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).has("freshet_asked.text" + i))
                .collect(Collectors.joining(" AND "));
        return "EXISTS (SELECT FROM unnest(" + texts + ") AS freshet_asked (" + names + ") WHERE " + same + ")";
    }
}
