package dev.freshet.cache.schedules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to servers and wires. */
final class Mishaps {

    private Mishaps() {}

    /** Time passes. */
    static final class Clock extends Actor {

        private final int ticks;
        private int count;

        Clock(World world, int ticks) {
            super(world, "clock");
            this.ticks = ticks;
        }

        @Override
        boolean isOptional() {
            return true;
        }

        @Override
        int next(int place) {
            world.now += 1 + world.choices.among(3);
            count++;
            return count < ticks ? 1 - place : -1;
        }
    }

    /** The standby replays, late or soon. */
    static final class Replica extends Actor {

        private int count;

        Replica(World world) {
            super(world, "replica");
        }

        @Override
        boolean isOptional() {
            return true;
        }

        @Override
        boolean ready(int place) {
            return world.database.mayReplay();
        }

        @Override
        int next(int place) {
            world.database.replay();
            count++;
            return count < world.changes.size() ? 1 - place : -1;
        }
    }

    /** Redis evicts whatever it likes, as under {@code allkeys-lru}. */
    static final class Eviction extends Actor {

        static final List<String> NAMES =
                List.of("entry", ModelRedis.EPOCH, "lease", "lecture:0", "lecture:1", World.KEY, "server");

        Eviction(World world) {
            super(world, "eviction");
        }

        @Override
        boolean isOptional() {
            return true;
        }

        @Override
        int next(int place) {
            String name = NAMES.get(world.choices.among(NAMES.size()));
            world.tell("evicts " + name);
            world.redis.evict(name);
            return -1;
        }
    }

    /** Redis is dumped, and later comes back with what was dumped. */
    static final class Restore extends Actor {

        private ModelRedis.@Nullable State dump;

        Restore(World world) {
            super(world, "restore");
        }

        @Override
        boolean isOptional() {
            return true;
        }

        @Override
        int next(int place) {
            if (place == 0) {
                dump = world.redis.dump();
                return 1;
            }
            world.redis.restore(java.util.Objects.requireNonNull(dump));
            return -1;
        }
    }

    /** A command arrives a second time, at any later moment. */
    static final class Echo extends Actor {

        Echo(World world) {
            super(world, "echo");
        }

        @Override
        boolean isOptional() {
            return true;
        }

        @Override
        boolean ready(int place) {
            return !world.sent.isEmpty();
        }

        @Override
        int next(int place) {
            world.sent.get(world.choices.among(world.sent.size())).run();
            return -1;
        }
    }
}
