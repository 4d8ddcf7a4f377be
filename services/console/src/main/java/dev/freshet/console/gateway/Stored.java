package dev.freshet.console.gateway;

import java.util.List;

/**
 * Where an answer was stored.
 *
 * @param stored one of {@code postgres} and {@code redis}, or both
 */
record Stored(List<String> stored) {}
