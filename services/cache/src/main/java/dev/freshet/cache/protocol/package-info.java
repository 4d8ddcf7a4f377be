/** The decisions of the fence protocol, free of drivers: what is a hit, what may be kept, who may join. */
@NullMarked
package dev.freshet.cache.protocol;

import org.jspecify.annotations.NullMarked;
