package dev.freshet.capture.engine;

import dev.freshet.rules.TableName;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names as the regular expressions that Debezium wants in their place, in lists cut at ',' ':' and ';'. */
final class TablePatterns {

    private TablePatterns() {}

    static String of(Collection<TableName> tables) {
        return tables.stream().map(TablePatterns::of).collect(Collectors.joining(","));
    }

    static String of(TableName table) {
        return of(table.schema()) + "\\." + of(table.table());
    }

    static String of(String name) {
        return name.codePoints().mapToObj(TablePatterns::literal).collect(Collectors.joining());
    }

    private static String literal(int codePoint) {
        boolean plain = codePoint < 128 && (Character.isLetterOrDigit(codePoint) || codePoint == '_');
        return plain ? Character.toString(codePoint) : "\\x{" + Integer.toHexString(codePoint) + "}";
    }
}
