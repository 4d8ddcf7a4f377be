package dev.freshet.cache.schedules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who changes content, and who makes caches follow. */
final class Pipeline {

    private Pipeline() {}

    /** A transaction: its commit is flushed, so that the slot emits it, and some time later others see it. */
    static final class Edit extends Actor {

        private final Change change;
        private final @Nullable Change before;

        /** @param before whose row lock it waits for */
        Edit(World world, Change change, @Nullable Change before) {
            super(world, "edit " + change.id);
            this.change = change;
            this.before = before;
        }

        @Override
        boolean ready(int place) {
            return place > 0 || (!world.isTooSoon() && (before == null || before.visible()));
        }

        @Override
        int next(int place) {
            if (place == 0) {
                world.database.flush(change);
                return 1;
            }
            world.database.show(change, world.now);
            return -1;
        }
    }

    /** Applies the changes of one partition in their order; may be made to begin a change again. */
    static final class Invalidator extends Actor {

        private final int partition;
        private final List<Change> mine;
        private int current;
        private String clientNonce = "";
        private int server;
        private int deletes;

        Invalidator(World world, int partition) {
            super(world, "invalidator " + partition);
            this.partition = partition;
            this.mine = world.changes.stream()
                    .filter(change -> change.lecture == partition)
                    .toList();
        }

        private Change change() {
            return mine.get(current);
        }

        @Override
        boolean ready(int place) {
            return place != 0 || (change().flushed && isLetThrough());
        }

        private boolean isLetThrough() {
            return switch (world.setting.weakness()) {
                case NO_GATE -> true;
                case LSN_GATE -> world.database.hasFlushedBeyond(change());
                default -> change().visible();
            };
        }

        @Override
        int next(int place) {
            return switch (place) {
                case 0 -> {
                    clientNonce = "client" + world.redis.nonce();
                    yield 1;
                }
                case 1 -> {
                    raise();
                    yield 2;
                }
                case 2 -> {
                    deleteRow();
                    yield 3;
                }
                case 3 -> {
                    unlink();
                    yield world.setting.is(Weakness.DELETE_TWICE) && deletes++ == 0 ? 4 : 5;
                }
                case 4 -> 3;
                default -> {
                    change().applied = true;
                    world.redis.record(partition, current + 1, server, world.raisesEpochs());
                    deletes = 0;
                    current++;
                    yield current < mine.size() ? 0 : -1;
                }
            };
        }

        private void raise() {
            server = world.redis.identity();
            boolean none =
                    world.setting.kind() == Setting.Kind.WHOLE && world.setting.is(Weakness.NO_EPOCH_FOR_THE_UNKNOWN);
            if (none) {
                return;
            }
            List<String> stale = world.stale(change());
            if (world.setting.is(Weakness.CLIENT_NONCE)) {
                String nonce = clientNonce;
                world.send(() -> stale.forEach(name -> world.redis.set(name, nonce)));
            } else {
                world.send(() -> world.redis.raise(stale));
            }
        }

        private boolean rowDeleted;

        private void deleteRow() {
            Database.Row row = world.database.row;
            rowDeleted = row != null
                    && (world.setting.rows() != dev.freshet.cache.protocol.Filling.Rows.FRESH
                            || !row.hash().equals(world.database.onPrimary()));
            if (rowDeleted) {
                world.database.row = null;
            }
        }

        private void unlink() {
            boolean known = rowDeleted
                    || world.setting.kind() == Setting.Kind.KEY
                    || world.setting.is(Weakness.PLAIN_DELETE)
                    || world.setting.is(Weakness.DELETE_TWICE);
            if (known) {
                world.redis.unlink();
            }
        }

        /** What this instance knows to be applied, on which server. */
        void publishPositions() {
            world.redis.record(partition, current, server == 0 ? world.redis.identity() : server, world.raisesEpochs());
        }

        boolean isBusy() {
            return place() > 0 && !isDone();
        }

        /** A crash before the offsets were committed: the change comes again. */
        void replay() {
            if (place() == 0 || isDone()) {
                current--;
            }
            deletes = 0;
            restart(0);
        }

        boolean mayReplay() {
            return isBusy() || current > 0;
        }
    }

    /** Beats, and asks for the lease that the newest beat allows. */
    static final class Heart extends Actor {

        private final List<Invalidator> invalidators;
        private final int beats;
        private int count;
        private long beat;
        private Map<Integer, Integer> ends = Map.of();

        Heart(World world, List<Invalidator> invalidators, int beats) {
            super(world, "heart");
            this.invalidators = invalidators;
            this.beats = beats;
        }

        @Override
        boolean ready(int place) {
            return place != 3 || world.redis.hasPassed(ends) || world.setting.is(Weakness.LEASE_UNCONDITIONAL);
        }

        @Override
        int next(int place) {
            switch (place) {
                case 0 -> {
                    beat = world.now;
                    world.database.beat();
                }
                case 1 -> ends = ends();
                case 2 -> invalidators.forEach(Invalidator::publishPositions);
                default -> {
                    grant();
                    count++;
                    return count < beats ? 0 : -1;
                }
            }
            return place + 1;
        }

        /** Of all partitions, those without a change included. */
        private Map<Integer, Integer> ends() {
            Map<Integer, Integer> all = new HashMap<>();
            world.changes.forEach(change -> all.merge(change.lecture, change.flushed ? 1 : 0, Integer::sum));
            return all;
        }

        private void grant() {
            long time = beat;
            Map<Integer, Integer> needed = ends;
            boolean raising = world.raisesEpochs();
            boolean relative = world.setting.is(Weakness.LEASE_FROM_GRANT);
            world.send(() -> {
                if (world.redis.hasPassed(needed) || world.setting.is(Weakness.LEASE_UNCONDITIONAL)) {
                    long end = (relative ? world.now : time) + World.BOUND;
                    world.redis.grant(time, end, world.now, raising);
                }
            });
        }
    }

    /** Makes an invalidator begin a change again, once. */
    static final class Crash extends Actor {

        private final List<Invalidator> invalidators;

        Crash(World world, List<Invalidator> invalidators) {
            super(world, "crash");
            this.invalidators = invalidators;
        }

        @Override
        boolean isOptional() {
            return true;
        }

        @Override
        boolean ready(int place) {
            return invalidators.stream().anyMatch(Invalidator::mayReplay);
        }

        @Override
        int next(int place) {
            List<Invalidator> ready =
                    invalidators.stream().filter(Invalidator::mayReplay).toList();
            ready.get(world.choices.among(ready.size())).replay();
            return -1;
        }
    }
}
