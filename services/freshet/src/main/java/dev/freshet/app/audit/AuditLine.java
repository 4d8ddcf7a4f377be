package dev.freshet.app.audit;

/**
 * One line of the audit log, put together so that nothing a caller sends can look like another line or another field:
 * values stand in quotes, and what does not print is written as its code.
 */
final class AuditLine {

    private static final int LONGEST = 1000;

    private final StringBuilder line = new StringBuilder();

    /** Adds a field whose value is ours. */
    AuditLine plain(String name, Object value) {
        line.append(line.isEmpty() ? "" : " ").append(name).append('=').append(value);
        return this;
    }

    /** Adds a field whose value somebody else chose. */
    AuditLine quoted(String name, String value) {
        plain(name, "\"");
        value.codePoints().limit(LONGEST).forEach(this::append);
        line.append(value.codePointCount(0, value.length()) > LONGEST ? "…\"" : "\"");
        return this;
    }

    private void append(int character) {
        if (character == '"' || character == '\\') {
            line.append('\\').appendCodePoint(character);
        } else if (prints(character)) {
            line.appendCodePoint(character);
        } else {
            line.append("\\u{%x}".formatted(character));
        }
    }

    private static boolean prints(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
