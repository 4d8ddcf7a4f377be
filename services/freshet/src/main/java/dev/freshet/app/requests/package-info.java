/** What every request and every answer has in common: limits, headers, problem documents. */
@NullMarked
package dev.freshet.app.requests;

import org.jspecify.annotations.NullMarked;
