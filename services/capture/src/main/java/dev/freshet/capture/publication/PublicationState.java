package dev.freshet.capture.publication;

import java.util.Set;

/**
 * A publication as the catalogue has it.
 *
 * @param tables the tables it names
 * @param plain whether it publishes inserts, updates, deletes and truncates, each partition under its own name, and
 *     neither whole schemas nor filtered rows
 * @param allTables whether it is FOR ALL TABLES
 * @param mayAlter whether this user owns it
 */
record PublicationState(Set<PublishedTable> tables, boolean plain, boolean allTables, boolean mayAlter) {

    PublicationState {
        tables = Set.copyOf(tables);
    }

    boolean publishesExactly(Set<PublishedTable> wanted) {
        return plain && !allTables && tables.equals(wanted);
    }
}
