package dev.freshet.statistics.asking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers as JSON, or as CSV (RFC 4180) where the parameter {@code format} or the header {@code Accept} asks for it: a line
 * for each row, with the same names as in JSON; what is nested there has a dot in its name, and a text that a spreadsheet
 * would run has an apostrophe before it.
 */
public final class Csv {

    /** The media type. */
    public static final MediaType TYPE = MediaType.parseMediaType("text/csv;charset=UTF-8");

    private static final List<String> FORMATS = List.of("json", "csv");

    /** How formulas begin. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static final JsonMapper JSON = JsonMapper.shared();

    private Csv() {}

    /**
     * Answers.
     *
     * @param accept the header as it came, empty for none
     * @param whole what JSON gets
     * @param rows what CSV gets
     * @param none a row that tells the columns when there is no row
     */
    public static ResponseEntity<Object> or(
            Parameters parameters, String accept, Object whole, List<?> rows, Object none) {
        boolean asked = parameters.once("format") == null && accept.startsWith("text/csv");
        if (asked || parameters.word("format", FORMATS).equals("csv")) {
            return ResponseEntity.ok().contentType(TYPE).body(text(rows, none));
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(whole);
    }

    static String text(List<?> rows, Object none) {
        List<Map<String, String>> lines = rows.stream().map(Csv::line).toList();
        Set<String> columns = new LinkedHashSet<>();
        (lines.isEmpty() ? List.of(line(none)) : lines).forEach(line -> columns.addAll(line.keySet()));
        List<String> text = new ArrayList<>();
        text.add(columns.stream().map(Csv::cell).collect(Collectors.joining(",")));
        lines.forEach(line -> text.add(columns.stream()
                .map(column -> cell(line.getOrDefault(column, "")))
                .collect(Collectors.joining(","))));
        return String.join("\r\n", text) + "\r\n";
    }

    private static Map<String, String> line(Object row) {
        Map<String, String> cells = new LinkedHashMap<>();
        flatten("", JSON.valueToTree(row), cells);
        return cells;
    }

    private static void flatten(String prefix, JsonNode object, Map<String, String> cells) {
        object.forEachEntry((name, value) -> {
            if (value.isObject()) {
                flatten(prefix + name + ".", value, cells);
            } else {
                String text = value.isNull() ? "" : value.asString();
                cells.put(prefix + name, value.isString() ? harmless(text) : text);
            }
        });
    }

    /** What a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection); a number is none. */
    private static String harmless(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
