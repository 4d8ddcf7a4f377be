package dev.freshet.capture.engine;

import dev.freshet.rules.TableName;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A column with a value that Debezium cannot convert, which ends the engine before the change reaches us.
 *
 * @param table the table
 * @param column the column
 */
public record Unconvertible(TableName table, String column) {

    private static final Pattern MESSAGE =
            Pattern.compile("Failed to properly convert data value for '(.+)' of type .*", Pattern.DOTALL);

    /** Finds it in what ended an engine; empty when that was something else. */
    static Optional<Unconvertible> in(Throwable failure, Collection<TableName> tables) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            Matcher message = MESSAGE.matcher(String.valueOf(each.getMessage()));
            if (message.matches()) {
                return named(message.group(1), tables);
            }
        }
        return Optional.empty();
    }

    private static Optional<Unconvertible> named(String path, Collection<TableName> tables) {
        for (TableName table : tables) {
            String prefix = table.schema() + "." + table.table() + ".";
            if (path.startsWith(prefix)) {
                return Optional.of(new Unconvertible(table, path.substring(prefix.length())));
            }
        }
        return Optional.empty();
    }

    String pattern() {
        return TablePatterns.of(table) + "\\." + TablePatterns.of(column);
    }

    @Override
    public String toString() {
        return table + "." + column;
    }
}
