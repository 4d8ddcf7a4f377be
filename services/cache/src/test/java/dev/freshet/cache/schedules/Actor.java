package dev.freshet.cache.schedules;

/** Somebody who does one thing after another; between two of them, anybody else may do anything. */
abstract class Actor {

    final World world;
    private final String name;
    private int at;
    private boolean done;

    Actor(World world, String name) {
        this.world = world;
        this.name = name;
    }

    final boolean isDone() {
        return done;
    }

    final boolean maySchedule() {
        return !done && ready(at);
    }

    final void step() {
        world.tell(name + " " + at);
        int before = at;
        at = next(at);
        if (at < 0) {
            done = true;
        } else if (at == before) {
            throw new IllegalStateException(name + " stands still at " + at);
        }
    }

    /** Begins again at a place, whatever it was doing. */
    final void restart(int place) {
        at = place;
        done = false;
    }

    final int place() {
        return at;
    }

    /** Whether the world can do without. */
    boolean isOptional() {
        return false;
    }

    final String name() {
        return name;
    }

    /** Whether the thing at this place can be done now. */
    boolean ready(int place) {
        return true;
    }

    /** Does the thing at this place; returns the next place, or a negative number at the end. */
    abstract int next(int place);
}
