@NullMarked
package dev.freshet.events;

import org.jspecify.annotations.NullMarked;
