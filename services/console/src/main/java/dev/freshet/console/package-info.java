/** The console role: what operators see and do, over HTTP and on one page. */
@NullMarked
package dev.freshet.console;

import org.jspecify.annotations.NullMarked;
