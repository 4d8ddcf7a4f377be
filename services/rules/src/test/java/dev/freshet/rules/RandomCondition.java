package dev.freshet.rules;

import dev.freshet.rules.RandomTable.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A random condition over the columns of a table, half of the time none, with an opinion of its own on rows. */
final class RandomCondition {

    private static final Map<Kind, List<String>> LITERALS = Map.of(
            Kind.INTEGER, List.of("0", "1", "2"),
            Kind.TEXT, List.of("'k0'", "'it''s'", "''"),
            Kind.UUID, List.of("'00000000-0000-0000-0000-000000000001'"),
            Kind.BOOLEAN, List.of("true", "false"));

    /** One test in the words of the file: column, operator, literals. */
    private record Words(String column, String operator, List<String> literals) {

        String text() {
            String list = String.join(", ", literals);
            return quoted() + " " + operator + (operator.endsWith("in") ? " (" + list + ")" : " " + list);
        }

        private String quoted() {
            boolean plain = List.of("id", "code", "owner", "region_2", "größe", "on", "no")
                    .contains(column);
            return plain ? column : '"' + column.replace("\"", "\"\"") + '"';
        }

        /** As SQL has it: true, false, or null for unknown. */
        @Nullable
        Boolean judge(@Nullable Object value) {
            if (operator.startsWith("is")) {
                return (value == null) == operator.equals("is null");
            }
            if (value == null) {
                return null;
            }
            String literal = value instanceof String text ? "'" + text.replace("'", "''") + "'" : "" + value;
            return literals.contains(literal) == (operator.equals("=") || operator.equals("in"));
        }
    }

    private final List<List<Words>> anyOfAll = new ArrayList<>();

    RandomCondition(Random random, RandomTable table) {
        if (random.nextBoolean()) {
            for (int i = random.nextInt(2); i >= 0; i--) {
                List<Words> all = new ArrayList<>();
                for (int j = random.nextInt(2); j >= 0; j--) {
                    all.add(words(random, table));
                }
                anyOfAll.add(all);
            }
        }
    }

    private static Words words(Random random, RandomTable table) {
        List<String> columns = table.columns(Kind.INTEGER, Kind.TEXT, Kind.UUID, Kind.BOOLEAN);
        String column = columns.get(random.nextInt(columns.size()));
        List<String> known = LITERALS.getOrDefault(table.kind(column), List.of());
        String literal = known.get(random.nextInt(known.size()));
        return switch (random.nextInt(6)) {
            case 0 -> new Words(column, "=", List.of(literal));
            case 1 -> new Words(column, "!=", List.of(literal));
            case 2 -> new Words(column, "in", known);
            case 3 -> new Words(column, "not in", List.of(literal));
            case 4 -> new Words(column, "is null", List.of());
            default -> new Words(column, "is not null", List.of());
        };
    }

    boolean isAboutNothing() {
        return anyOfAll.isEmpty();
    }

    List<String> columns() {
        return anyOfAll.stream().flatMap(List::stream).map(Words::column).toList();
    }

    /** By the true row. */
    boolean holds(Map<String, @Nullable Object> row) {
        boolean holds = isAboutNothing();
        for (List<Words> all : anyOfAll) {
            boolean allHold = true;
            for (Words words : all) {
                allHold &= Boolean.TRUE.equals(words.judge(row.get(words.column())));
            }
            holds |= allHold;
        }
        return holds;
    }

    /** As in the file. */
    @Override
    public String toString() {
        return anyOfAll.stream()
                .map(all -> all.stream().map(Words::text).collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(" or "));
    }
}
