/** What all calls share: reading parameters, and saying which of them makes no sense. */
@NullMarked
package dev.freshet.statistics.asking;

import org.jspecify.annotations.NullMarked;
