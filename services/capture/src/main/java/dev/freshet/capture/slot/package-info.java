/** The replication slot: where it stands, how it is made, what it holds back. */
@NullMarked
package dev.freshet.capture.slot;

import org.jspecify.annotations.NullMarked;
