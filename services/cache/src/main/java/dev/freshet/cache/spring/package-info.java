/** The library in a Spring Boot application. */
@NullMarked
package dev.freshet.cache.spring;

import org.jspecify.annotations.NullMarked;
