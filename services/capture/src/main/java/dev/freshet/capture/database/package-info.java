/** The database that changes come from: how it is reached, and which one it is. */
@NullMarked
package dev.freshet.capture.database;

import org.jspecify.annotations.NullMarked;
