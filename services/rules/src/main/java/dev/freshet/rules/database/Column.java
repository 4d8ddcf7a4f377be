package dev.freshet.rules.database;

import java.util.List;
import java.util.Set;

/**
 * A column in the catalogue.
 *
 * @param type its type; of an array, that of its elements
 * @param array whether it is an array
 * @param labels those of an enum; none of any other type
 * @param generated whether PostgreSQL computes it, and therefore does not publish it
 */
record Column(String name, String type, boolean array, List<String> labels, boolean generated) {

    static final String SPELT = "text, varchar, char, uuid, smallint, integer, bigint, boolean and enums";

    static final String COMPARED = SPELT.replace(" char,", "");

    private static final Set<String> TYPES =
            Set.of("text", "character varying", "character", "uuid", "smallint", "integer", "bigint", "boolean");

    /** Whether its values have one spelling, the same in a change, in a row and in an application. */
    boolean spelt() {
        return TYPES.contains(type) || isEnum();
    }

    /** Whether a value of both may have one spelling: texts may be spelt like anything. */
    boolean mayEqual(Column other) {
        return kind().equals(other.kind())
                || kind().equals("text")
                || other.kind().equals("text");
    }

    boolean isEnum() {
        return !labels.isEmpty();
    }

    private String kind() {
        if (isEnum()) {
            return "text";
        }
        return switch (type) {
            case "character varying", "character" -> "text";
            case "smallint", "bigint" -> "integer";
            default -> type;
        };
    }

    boolean padded() {
        return type.equals("character");
    }

    String described() {
        return array ? type + "[]" : type;
    }
}
