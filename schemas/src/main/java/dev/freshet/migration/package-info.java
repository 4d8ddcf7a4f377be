/** Packs, and bringing a database to what they ask for and back. Only {@link Migrations} needs Flyway. */
@NullMarked
package dev.freshet.migration;

import org.jspecify.annotations.NullMarked;
