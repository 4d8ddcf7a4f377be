/** What can be set, and the refusal of what cannot. */
@NullMarked
package dev.freshet.app.settings;

import org.jspecify.annotations.NullMarked;
