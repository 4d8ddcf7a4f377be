package dev.freshet.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table by the names in PostgreSQL's catalogue.
 *
 * @param schema as in {@code pg_namespace.nspname}
 * @param table as in {@code pg_class.relname}
 */
public record TableName(String schema, String table) implements Comparable<TableName> {

    private static final String PLAIN = "[\\p{Ll}_][\\p{Ll}0-9_$]*";
    private static final String QUOTED = "\"(?:[^\"]|\"\")+\"";
    private static final Pattern FORM = Pattern.compile("(%1$s|%2$s)\\.(%1$s|%2$s)".formatted(PLAIN, QUOTED));

    public TableName {
        if (schema.isEmpty() || table.isEmpty()) {
            throw new IllegalArgumentException("a table has a schema and a name: '" + schema + "', '" + table + "'");
        }
    }

    /**
     * Reads {@code schema.table}; a part with upper-case letters, dots or the like stands in double quotes.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static TableName parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not of the form schema.table: " + text);
        }
        return new TableName(unquoted(form.group(1)), unquoted(form.group(2)));
    }

    /** The name for a statement, both parts quoted: <code>"public"."lectures"</code>. */
    public String sql() {
        return quoted(schema) + "." + quoted(table);
    }

    /** A column or any other name for a statement, in double quotes. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : table.compareTo(other.table);
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return part(schema) + "." + part(table);
    }

    private static String part(String name) {
        return name.matches(PLAIN) ? name : quoted(name);
    }

    private static String unquoted(String part) {
        return part.startsWith("\"") ? part.substring(1, part.length() - 1).replace("\"\"", "\"") : part;
    }
}
