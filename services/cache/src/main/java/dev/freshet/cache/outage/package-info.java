/** How the library behaves while a server is away. */
@NullMarked
package dev.freshet.cache.outage;

import org.jspecify.annotations.NullMarked;
