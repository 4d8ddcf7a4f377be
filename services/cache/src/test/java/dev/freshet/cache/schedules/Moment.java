package dev.freshet.cache.schedules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What may be served to a lookup of this moment.
 *
 * @param healed whether Redis has lost nothing that no lease has made up for since
 * @param afterApplied by lecture, what it said since the last change whose invalidation was applied
 * @param withinBound by lecture, what it said at some time within the bound
 * @param visible the changes that were visible: what came later may be served as well
 */
record Moment(boolean healed, List<Set<Integer>> afterApplied, List<Set<Integer>> withinBound, Set<Change> visible) {

    static Moment of(World world) {
        List<Set<Integer>> applied = new ArrayList<>();
        List<Set<Integer>> bound = new ArrayList<>();
        for (int lecture = 0; lecture < 2; lecture++) {
            applied.add(afterApplied(world, lecture));
            bound.add(withinBound(world, lecture));
        }
        return new Moment(world.redis.isHealed(), applied, bound, Set.copyOf(world.database.seen));
    }

    /** Whether an invalidation that was applied by then forbids the value. */
    boolean forbids(World world, int lecture, int value) {
        return healed && !afterApplied.get(lecture).contains(value) && !cameLater(world, lecture, value);
    }

    /** Whether the value is older than the bound. */
    boolean isTooOld(World world, int lecture, int value) {
        return !withinBound.get(lecture).contains(value) && !cameLater(world, lecture, value);
    }

    private boolean cameLater(World world, int lecture, int value) {
        return world.database.wal.stream()
                .anyMatch(change -> change.lecture == lecture && change.value == value && !visible.contains(change));
    }

    private static Set<Integer> afterApplied(World world, int lecture) {
        Set<Integer> values = coming(world, lecture);
        values.add(0);
        for (Change change : world.database.seen) {
            if (change.lecture == lecture) {
                if (change.applied) {
                    values = coming(world, lecture);
                }
                values.add(change.value);
            }
        }
        return values;
    }

    private static Set<Integer> withinBound(World world, int lecture) {
        Set<Integer> values = coming(world, lecture);
        int current = 0;
        for (Change change : world.database.seen) {
            if (change.lecture == lecture) {
                if (world.now - change.visibleAt <= World.BOUND) {
                    values.add(current);
                }
                current = change.value;
            }
        }
        values.add(current);
        return values;
    }

    /** A standby may show what the primary does not show yet. */
    private static Set<Integer> coming(World world, int lecture) {
        Set<Integer> values = new HashSet<>();
        for (Change change : world.database.wal) {
            if (change.lecture == lecture && !change.visible()) {
                values.add(change.value);
            }
        }
        return values;
    }
}
