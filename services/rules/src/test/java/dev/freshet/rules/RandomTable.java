package dev.freshet.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A table with random columns and a random replica identity of one column or several: integers, texts, uuids. Half of its
 * names need quoting.
 */
final class RandomTable {

    /** What a column holds; of a price there is no one spelling, and a document may be stored out of line. */
    enum Kind {
        INTEGER,
        TEXT,
        UUID,
        BOOLEAN,
        ARRAY,
        DOCUMENT,
        PRICE
    }

    /** DEFAULT and FULL have the primary key as their record's key, INDEX another index, BARE is FULL without a key. */
    enum Identity {
        DEFAULT,
        INDEX,
        FULL,
        BARE;

        boolean tellsTheWholeRow() {
            return this == FULL || this == BARE;
        }
    }

    private static final List<String> NAMES = List.of(
            "id",
            "code",
            "owner",
            "region_2",
            "größe",
            "on",
            "no",
            "true",
            "Order No",
            "we\"ird",
            "it's",
            "a.b",
            "x:y",
            "1st",
            "UPPER",
            "#tag",
            "- dash",
            "null");
    private static final List<String> TABLES =
            List.of("t", "order_items", "Order Items", "a.b", "say \"hi\"", "it's", "Ünï", "select", "1st", "# x");
    private static final List<String> TEXTS = List.of("k0", "k1", "a:b", "it's", "{id}", " k ", "é", "");

    private final Random random;
    private final TableName name;
    private final Map<String, Kind> columns = new LinkedHashMap<>();
    private final Identity identity;
    private final List<String> primaryKey = new ArrayList<>();
    private final List<String> index = new ArrayList<>();

    /** @param schema of its own, so that no two tables have one name */
    RandomTable(Random random, String schema) {
        this.random = random;
        this.name = new TableName(schema, pick(TABLES));
        this.identity = pick(List.of(Identity.values()));
        List<String> names = new ArrayList<>(NAMES);
        Collections.shuffle(names, random);
        for (int i = 0; i < 3; i++) {
            Kind kind = pick(List.of(Kind.INTEGER, Kind.TEXT, Kind.UUID));
            columns.put(names.get(i), kind);
            (i < 2 ? primaryKey : index).add(names.get(i));
        }
        if (random.nextBoolean()) {
            index.add(primaryKey.remove(1));
        }
        List<Kind> kinds = List.of(Kind.ARRAY, Kind.DOCUMENT, Kind.PRICE, Kind.BOOLEAN, Kind.TEXT, Kind.INTEGER);
        for (int i = 0; i < kinds.size(); i++) {
            columns.put(names.get(3 + i), kinds.get(i));
        }
    }

    TableName name() {
        return name;
    }

    Identity identity() {
        return identity;
    }

    List<String> columns() {
        return List.copyOf(columns.keySet());
    }

    List<String> columns(Kind... kinds) {
        return columns.keySet().stream()
                .filter(column -> Arrays.asList(kinds).contains(kind(column)))
                .toList();
    }

    Kind kind(String column) {
        return columns.getOrDefault(column, Kind.PRICE);
    }

    /** Those of the record's key; none of a bare table. */
    List<String> key() {
        return switch (identity) {
            case BARE -> List.of();
            case INDEX -> List.copyOf(index);
            default -> List.copyOf(primaryKey);
        };
    }

    Map<String, @Nullable Object> row() {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        columns.keySet().forEach(column -> row.put(column, value(column)));
        return row;
    }

    /** With other values in a column or two; now and then with none. */
    Map<String, @Nullable Object> edited(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> edited = new LinkedHashMap<>(row);
        some(columns(), random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(2))
                .forEach(column -> edited.put(column, value(column)));
        return edited;
    }

    private @Nullable Object value(String column) {
        if (random.nextInt(4) == 0 && !primaryKey.contains(column) && !index.contains(column)) {
            return null;
        }
        return switch (kind(column)) {
            case INTEGER -> random.nextBoolean() ? (Object) random.nextInt(4) : (Object) (long) random.nextInt(4);
            case TEXT -> pick(TEXTS);
            case UUID -> new UUID(0, random.nextInt(3)).toString();
            case BOOLEAN -> random.nextBoolean();
            case ARRAY -> some(List.of("x", "y", "it's"), random.nextInt(3));
            case DOCUMENT -> "v" + random.nextInt(3);
            case PRICE -> random.nextInt(4) / 4.0;
        };
    }

    private List<String> some(List<String> all, int count) {
        List<String> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, count));
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @Override
    public String toString() {
        return name + " " + identity + " " + key() + " " + columns;
    }
}
