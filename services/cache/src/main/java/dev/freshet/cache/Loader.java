package dev.freshet.cache;

import dev.freshet.cache.source.Reading;

/**
 * How an answer comes about: a read step inside the library's snapshot, a compute step outside of it.
 *
 * @param read reads the content; runs in a read-only REPEATABLE READ transaction that ends with it
 * @param compute the slow part; runs under the operation's guard, and again when it failed
 */
record Loader<C>(Reading.Content<C> read, Compute<C> compute) {}
