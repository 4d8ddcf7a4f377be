package dev.freshet.cache.schedules;

import dev.freshet.cache.protocol.Ticket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One schedule from its beginning to its end. */
final class Run {

    private final World world;
    private final List<Actor> actors;

    private Run(World world, List<Actor> actors) {
        this.world = world;
        this.actors = actors;
    }

    /** Two fillers, readers, a joiner, two changes, their invalidation with a replay, beats, and every mishap once. */
    static Run large(Setting setting, Choices choices) {
        World world = new World(setting, choices);
        List<Actor> actors = new ArrayList<>(edits(world));
        List<Pipeline.Invalidator> invalidators = invalidators(world);
        actors.addAll(invalidators);
        Readers.Filler first = new Readers.Filler(world, "filler 1");
        Readers.Filler second = new Readers.Filler(world, "filler 2");
        actors.add(first);
        actors.add(second);
        actors.add(new Readers.Reader(world, "reader", 3));
        actors.add(new Readers.Joiner(world, List.of(first, second)));
        actors.add(new Pipeline.Heart(world, invalidators, 3));
        actors.add(new Pipeline.Crash(world, invalidators));
        actors.add(new Mishaps.Clock(world, 4));
        actors.add(new Mishaps.Replica(world));
        actors.add(new Mishaps.Eviction(world));
        actors.add(new Mishaps.Restore(world));
        actors.add(new Mishaps.Echo(world));
        return new Run(world, actors);
    }

    /** Some of the large world: in a small company the rare thing is less rare. */
    static Run some(Setting setting, Choices choices) {
        Run all = large(setting, choices);
        Set<String> cast = setting.weakness().cast();
        all.actors.removeIf(
                actor -> actor.isOptional() && (cast.isEmpty() ? choices.maybe() : !cast.contains(actor.name())));
        if (choices.maybe()) {
            Ticket ticket = all.world.redis.open(all.world.tags());
            all.world.database.row = new Database.Row(Content.INITIAL, Content.INITIAL, ticket);
        }
        if (choices.maybe()) {
            all.world.redis.grant(all.world.now, all.world.now + World.BOUND, all.world.now, true);
        }
        return all;
    }

    /** One filler, one change, its invalidation and one reader, with the lease there: small enough for every order of them. */
    static Run small(Setting setting, Choices choices) {
        World world = new World(setting.editing(Setting.Edits.TWICE), choices);
        Change only = world.changes.get(0);
        world.changes.removeIf(change -> change != only);
        List<Actor> actors = new ArrayList<>(edits(world));
        actors.addAll(invalidators(world));
        actors.add(new Readers.Filler(world, "filler"));
        actors.add(new Readers.Reader(world, "reader", 1));
        if (setting.standby()) {
            actors.add(new Mishaps.Replica(world));
        }
        world.redis.grant(world.now, world.now + World.BOUND, world.now, true);
        return new Run(world, actors);
    }

    private static List<Actor> edits(World world) {
        List<Actor> edits = new ArrayList<>();
        @Nullable Change before = null;
        for (Change change : world.changes) {
            boolean waits = before != null && before.lecture == change.lecture;
            edits.add(new Pipeline.Edit(world, change, waits ? before : null));
            before = change;
        }
        return edits;
    }

    private static List<Pipeline.Invalidator> invalidators(World world) {
        return world.changes.stream()
                .map(change -> change.lecture)
                .distinct()
                .map(lecture -> new Pipeline.Invalidator(world, lecture))
                .toList();
    }

    /** Equal for runs that go on alike. Who is done matters to those only who refer to him. */
    UUID state() {
        List<Actor> rest = actors.stream().filter(actor -> !actor.isDone()).toList();
        return UUID.nameUUIDFromBytes(Fingerprint.of(world, rest).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Lets somebody take a step until nobody can; at the end a reader looks once more.
     *
     * @param goesOn asked before each step; a run that does not go on is not judged
     */
    World toItsEnd(Predicate<Run> goesOn) {
        List<Actor> ready = new ArrayList<>();
        while (true) {
            if (!goesOn.test(this)) {
                return world;
            }
            ready.clear();
            for (Actor actor : actors) {
                if (actor.maySchedule()) {
                    ready.add(actor);
                }
            }
            if (ready.isEmpty() || !world.violation.isEmpty()) {
                break;
            }
            ready.get(world.choices.among(ready.size())).step();
        }
        Readers.Reader last = new Readers.Reader(world, "last reader", 1);
        while (last.maySchedule()) {
            last.step();
        }
        return world;
    }
}
