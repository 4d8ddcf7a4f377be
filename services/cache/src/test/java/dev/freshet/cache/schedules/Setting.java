package dev.freshet.cache.schedules;

import dev.freshet.cache.protocol.Filling.Rows;
import java.util.List;

/**
 * What one run is about.
 *
 * @param rows how the cache checks its rows
 * @param standby whether content is read on a standby
 * @param shared whether entries share a node with the control keys, so that they are stored by a script
 * @param edits which lectures are edited, how
 * @param kind what the changes make stale
 */
record Setting(Weakness weakness, Rows rows, boolean standby, boolean shared, Edits edits, Kind kind) {

    /** The answer depends on two lectures; each has a partition of its own. */
    enum Edits {
        /** one lecture, twice */
        TWICE,
        /** one lecture, and back */
        UNDONE,
        /** both, in any order */
        BOTH
    }

    /** What the rules make of a change. */
    enum Kind {
        /** a tag is stale */
        TAG,
        /** the whole cache is stale: TRUNCATE, or a record that cannot be decoded */
        WHOLE,
        /** a key is stale, by its name */
        KEY
    }

    static Setting among(Weakness weakness, Choices choices) {
        return new Setting(
                weakness,
                one(List.of(Rows.values()), choices),
                choices.maybe() || weakness.isOfStandbys(),
                choices.maybe(),
                one(List.of(Edits.values()), choices),
                one(List.of(Kind.values()), choices));
    }

    private static <T> T one(List<T> all, Choices choices) {
        return all.get(choices.among(all.size()));
    }

    Setting editing(Edits others) {
        return new Setting(weakness, rows, standby, shared, others, kind);
    }

    boolean is(Weakness asked) {
        return weakness == asked;
    }
}
