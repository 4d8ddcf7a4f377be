/** The command line: the default run, and commands that roles add as beans. */
@NullMarked
package dev.freshet.app.commands;

import org.jspecify.annotations.NullMarked;
