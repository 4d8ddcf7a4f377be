package dev.freshet.statistics.entries;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.data.domain.Sort;

/** What entries are sorted by. */
enum Order {
    /** the most hits first */
    HITS("hits", Sort.Direction.DESC),
    /** the oldest answer first */
    AGE("since", Sort.Direction.ASC),
    /** the largest answer first; those of unknown size are left out */
    SIZE("size", Sort.Direction.DESC);

    /** As callers write them. */
    static final List<String> WORDS = Arrays.stream(values()).map(Order::word).toList();

    private final String property;
    private final Sort.Direction direction;

    Order(String property, Sort.Direction direction) {
        this.property = property;
        this.direction = direction;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Order of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** With ties in one order, so that no entry is on two pages. */
    Sort sort() {
        return Sort.by(direction, property).and(Sort.by("id.cache", "id.key"));
    }
}
