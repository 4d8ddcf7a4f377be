package dev.freshet.rules.database;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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

    /** The columns whose old values PostgreSQL sends; none when it refuses UPDATE and DELETE of a published table. */
    Collection<String> identityColumns() {
        return switch (identity) {
            case "f" -> columns.keySet();
            case "d" -> columnsOf(Index::primary);
            case "i" -> columnsOf(Index::chosen);
            default -> List.of();
        };
    }

    /** The statement that puts these columns into the replica identity: an index if one has them, or all columns. */
    String alter(Collection<String> wanted) {
        return index(wanted).map(this::alter).orElse(alter("FULL"));
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
                .findFirst();
    }

    private List<String> columnsOf(Predicate<Index> which) {
        return indexes.stream().filter(which).findFirst().map(Index::columns).orElse(List.of());
    }
}
