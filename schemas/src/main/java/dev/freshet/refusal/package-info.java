/** What a start that cannot succeed says. */
@NullMarked
package dev.freshet.refusal;

import org.jspecify.annotations.NullMarked;
