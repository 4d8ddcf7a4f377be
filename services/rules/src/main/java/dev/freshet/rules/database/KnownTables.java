package dev.freshet.rules.database;

import dev.freshet.rules.KnownWords;
import dev.freshet.rules.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks tables up, and remembers them; one that is not there becomes an error. */
final class KnownTables {

    private final Catalogue catalogue;
    private final Findings findings;
    private final Map<TableName, Table> found = new HashMap<>();

    KnownTables(Catalogue catalogue, Findings findings) {
        this.catalogue = catalogue;
        this.findings = findings;
    }

    Optional<Table> find(TableName name, Where where) throws SQLException {
        Optional<Table> table = catalogue.table(name);
        table.ifPresent(there -> found.put(name, there));
        if (table.isEmpty()) {
            String remedy = new KnownWords(catalogue.names())
                    .nearest(name.toString())
                    .map(near -> "Did you mean '" + near + "'?")
                    .orElse("Create it, or correct the name.");
            findings.error(where, name.toString(), "there is no such table in the database", remedy);
        }
        return table;
    }

    /** The partitions that hold the rows of a partitioned table. */
    List<Table> leaves(TableName name) throws SQLException {
        List<Table> leaves = new ArrayList<>();
        for (TableName leaf : catalogue.leaves(name)) {
            catalogue.table(leaf).ifPresent(leaves::add);
        }
        return leaves;
    }

    /** The tables that a table is a partition of. */
    List<TableName> ancestors(TableName name) throws SQLException {
        return catalogue.ancestors(name);
    }

    /** A table that was found before; null if it is not there. */
    @Nullable
    Table found(TableName name) {
        return found.get(name);
    }
}
