package dev.freshet.rules.database;

import dev.freshet.rules.KnownWords;
import dev.freshet.rules.TableName;
import java.sql.SQLException;
import java.util.HashMap;
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

    /** A table that was found before; null if it is not there. */
    @Nullable
    Table found(TableName name) {
        return found.get(name);
    }
}
