/** Rules against the live database. */
@NullMarked
package dev.freshet.rules.database;

import org.jspecify.annotations.NullMarked;
