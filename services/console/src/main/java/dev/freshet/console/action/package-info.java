/** What a request does, told to whoever writes the audit log. */
@NullMarked
package dev.freshet.console.action;

import org.jspecify.annotations.NullMarked;
