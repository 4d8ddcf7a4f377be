/** The database's migrations, before anything uses it. */
@NullMarked
package dev.freshet.app.migration;

import org.jspecify.annotations.NullMarked;
