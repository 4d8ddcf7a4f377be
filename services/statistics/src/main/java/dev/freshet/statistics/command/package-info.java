/** The figures on the command line. */
@NullMarked
package dev.freshet.statistics.command;

import org.jspecify.annotations.NullMarked;
