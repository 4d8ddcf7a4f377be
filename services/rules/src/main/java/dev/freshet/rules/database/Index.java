package dev.freshet.rules.database;

import java.util.List;

/**
 * An index that tells rows apart: unique, immediate, whole, over columns.
 *
 * @param name as in a statement
 * @param nullable whether a column may be NULL: then it can be no replica identity
 * @param columns those that it keeps unique
 */
record Index(String name, boolean primary, boolean chosen, boolean nullable, List<String> columns) {}
