package dev.freshet.invalidation.rows;

import dev.freshet.rules.Stale;
import java.util.List;

/**
 * A row of a cache table.
 *
 * @param keys its Redis keys
 * @param reasons everything whose staleness makes it stale
 */
public record Row(List<String> keys, List<Stale> reasons) {}
