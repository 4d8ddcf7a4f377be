/** What every role is given: topics, rules, Redis. */
@NullMarked
package dev.freshet.app.shared;

import org.jspecify.annotations.NullMarked;
