/** The PostgreSQL roles that Freshet's parts log in as, and what each may do. Plain JDBC. */
@NullMarked
package dev.freshet.migration.accounts;

import org.jspecify.annotations.NullMarked;
