/** See the module of the same name. */
@NullMarked
package dev.freshet.statistics;

import org.jspecify.annotations.NullMarked;
