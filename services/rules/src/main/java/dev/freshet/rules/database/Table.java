package dev.freshet.rules.database;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table in the catalogue.
 *
 * @param sql its name as in a statement, quoted where it must be
 * @param kind {@code pg_class.relkind}
 * @param persistence {@code pg_class.relpersistence}
 * @param identity {@code pg_class.relreplident}
 * @param columns by name, in the table's order
 */
record Table(
        String sql,
        String kind,
        String persistence,
        String identity,
        Map<String, Column> columns,
        List<Index> indexes) {

    boolean full() {
        return identity.equals("f");
    }

    boolean generated(String column) {
        @Nullable Column found = columns.get(column);
        return found != null && found.generated();
    }

    /** Whether rows are told apart by this column alone, so that ON CONFLICT can name it. */
    boolean unique(String column) {
        return indexes.stream().anyMatch(index -> index.columns().equals(List.of(column)));
    }

    /**
     * Whether its identity FULL is one with which PostgreSQL 18 refuses UPDATE and DELETE of the published table: a whole
     * row has the generated columns too, and these are not published.
     */
    boolean fullOfUnpublished() {
        return full() && hasGenerated();
    }

    private boolean hasGenerated() {
        return columns.values().stream().anyMatch(Column::generated);
    }

    /** The columns whose old values PostgreSQL sends; none when it refuses UPDATE and DELETE of a published table. */
    Collection<String> identityColumns() {
        return switch (identity) {
            case "f" -> columns.keySet();
            case "d" -> columnsOf(Index::primary);
            case "i" -> columnsOf(Index::chosen);
            default -> List.of();
        };
    }

    /** What puts these columns into the replica identity: an index if one has them, or all columns. */
    String alter(Collection<String> wanted) {
        return alterToIndex(wanted).orElseGet(() -> alterToFull(wanted));
    }

    /** The same, with all columns wherever PostgreSQL allows them. */
    String alterToFull(Collection<String> wanted, String... more) {
        if (!hasGenerated()) {
            return alter("FULL");
        }
        List<String> all =
                Stream.concat(wanted.stream(), Stream.of(more)).distinct().toList();
        return alterToIndex(all)
                .orElseGet(() ->
                        "Its generated columns rule out FULL; make a unique index on columns that are NOT NULL and"
                                + " not generated" + (all.isEmpty() ? "" : ", among them " + String.join(", ", all))
                                + ", then: "
                                + alter("USING INDEX <index>"));
    }

    /** The same, with an index only. */
    Optional<String> alterToIndex(Collection<String> wanted) {
        return index(wanted).map(this::alter);
    }

    String alter(String identity) {
        return "ALTER TABLE " + sql + " REPLICA IDENTITY " + identity + ";";
    }

    private String alter(Index index) {
        return alter(index.primary() ? "DEFAULT" : "USING INDEX " + index.name());
    }

    private Optional<Index> index(Collection<String> wanted) {
        return indexes.stream()
                .filter(candidate ->
                        !candidate.nullable() && candidate.columns().containsAll(wanted))
                .filter(candidate -> candidate.columns().stream().noneMatch(this::generated))
                .findFirst();
    }

    private List<String> columnsOf(Predicate<Index> which) {
        return indexes.stream().filter(which).findFirst().map(Index::columns).orElse(List.of());
    }
}
