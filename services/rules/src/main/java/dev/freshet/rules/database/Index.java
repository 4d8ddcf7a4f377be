package dev.freshet.rules.database;

import java.util.List;

/**
 * An index that is, or could be, a replica identity: unique, immediate, whole, over columns that are not null.
 *
 * @param name as in a statement
 * @param columns those that it keeps unique
 */
record Index(String name, boolean primary, boolean chosen, List<String> columns) {}
