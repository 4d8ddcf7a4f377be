/** The sample course: an application to try Freshet with, without one line of invalidation. */
@NullMarked
package dev.freshet.console.demo;

import org.jspecify.annotations.NullMarked;
