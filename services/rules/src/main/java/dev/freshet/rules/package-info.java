/**
 * The rules language and the decision: which entries does this change make stale? Plain Java, without drivers: values
 * come in decoded, what is stale goes out as names.
 */
@NullMarked
package dev.freshet.rules;

import org.jspecify.annotations.NullMarked;
