package dev.freshet.rules.database;

import dev.freshet.rules.KnownWords;
import dev.freshet.rules.TableName;
import java.sql.SQLException;
import java.util.Optional;

/** Looks tables up; one that is not there becomes an error. */
final class KnownTables {

    private final Catalogue catalogue;
    private final Findings findings;

    KnownTables(Catalogue catalogue, Findings findings) {
        this.catalogue = catalogue;
        this.findings = findings;
    }

    Optional<Table> find(TableName name, Where where) throws SQLException {
        Optional<Table> table = catalogue.table(name);
        if (table.isEmpty()) {
            String remedy = new KnownWords(catalogue.names())
                    .nearest(name.toString())
                    .map(near -> "Did you mean '" + near + "'?")
                    .orElse("Create it, or correct the name.");
            findings.error(where, name.toString(), "there is no such table in the database", remedy);
        }
        return table;
    }
}
