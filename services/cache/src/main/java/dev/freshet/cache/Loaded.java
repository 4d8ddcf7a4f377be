package dev.freshet.cache;

/**
 * What a computation has brought.
 *
 * @param onPrimary whether its content was read on the primary
 * @param confirmed whether its row was stored while current
 */
record Loaded(Answer answer, boolean onPrimary, boolean confirmed) {}
