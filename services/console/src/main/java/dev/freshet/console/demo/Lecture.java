package dev.freshet.console.demo;

import java.util.List;
import java.util.UUID;

/**
 * A lecture of the sample course and the answers cached about it.
 *
 * @param answers what the page offers to ask, whether cached or not, then whatever else is cached
 */
record Lecture(UUID id, String title, String content, List<CachedAnswer> answers) {}
