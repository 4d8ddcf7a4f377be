@NullMarked
package dev.freshet.migration;

import org.jspecify.annotations.NullMarked;
