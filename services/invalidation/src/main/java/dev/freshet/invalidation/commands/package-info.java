/** The commands of this role, for the application's command line. */
@NullMarked
package dev.freshet.invalidation.commands;

import org.jspecify.annotations.NullMarked;
