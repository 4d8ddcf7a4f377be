package dev.freshet.cache.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.control.AppliedPositions;
import dev.freshet.cache.control.AppliedPositions.Applied;
import dev.freshet.cache.control.ControlKeys;
import dev.freshet.cache.control.ControlRedis;
import dev.freshet.cache.control.Fences;
import dev.freshet.cache.control.Lease;
import dev.freshet.cache.protocol.Bound;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.protocol.Verdict;
import dev.freshet.cache.protocol.View;
import dev.freshet.cache.redis.Entry;
import dev.freshet.cache.redis.Look;
import dev.freshet.cache.redis.RedisLink;
import dev.freshet.cache.redis.RedisTier;
import dev.freshet.embedded.TestServers;
import dev.freshet.events.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The explorer's Redis and the real one do the same: after each of many random operations, both have the same names, and
 * a value of the one equals an earlier one exactly where the other's does. Only a restore is not tried here: the server
 * is shared.
 */
class ModelRedisIT {

    private static final int SEQUENCES = 120;
    private static final int OPERATIONS = 50;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Duration BOUND = Duration.ofMinutes(10);
    private static final String CACHE = "c";
    private static final List<String> TAGS = List.of("lecture:0", "lecture:1", World.KEY);
    private static final String RULES = "rules";
    private static final int PARTITIONS = 2;

    /** What both were told to do. */
    private enum Operation {
        RAISE,
        OPEN,
        STORE,
        RECORD,
        GRANT,
        EVICT,
        UNLINK
    }

    /** What begins a fill, in both. */
    private record Tickets(Ticket model, Ticket real) {}

    @Test
    void theModelDoesWhatTheScriptsDo() {
        try (RedisLink link = RedisLink.to(TestServers.shared().redisUri(), TIMEOUT)) {
            Map<Operation, Integer> done = new EnumMap<>(Operation.class);
            Map<String, Integer> answers = new HashMap<>();
            for (int seed = 0; seed < SEQUENCES; seed++) {
                new Both(link, seed, done, answers).run();
            }
            System.out.println("model and scripts agree: " + done + ", " + answers);
            assertThat(done).containsOnlyKeys(Operation.values());
            assertThat(answers)
                    .containsKeys("store HIT", "store EPOCH", "store FENCE")
                    .containsKeys("look HIT", "look EPOCH", "look FENCE", "look LEASE", "look ABSENT")
                    .containsKeys("lease GRANTED", "lease RAISED", "lease HELD", "lease BEHIND", "lease LATE");
        }
    }

    /** One sequence, on control keys of its own. */
    private static final class Both {

        private final SplittableRandom random;
        private final Map<Operation, Integer> done;
        private final Map<String, Integer> answers;
        private final List<String> trace = new ArrayList<>();
        private final ModelRedis model = new ModelRedis();
        private final ControlKeys keys = new ControlKeys("{test-" + UUID.randomUUID() + "}");
        private final String entryKey = keys.prefix() + ":entry";
        private final RedisLink link;
        private final RedisTier tier;
        private final Lease lease;
        private final AppliedPositions positions;
        private final Fences fences;
        private final String here;
        /** No beat or end of a lease is near to it. */
        private final Instant now = Instant.now();

        private final List<Tickets> tickets = new ArrayList<>();
        private final Map<String, String> realOf = new HashMap<>();
        private final Map<String, String> modelOf = new HashMap<>();

        Both(RedisLink link, int seed, Map<Operation, Integer> done, Map<String, Integer> answers) {
            this.random = new SplittableRandom(seed);
            this.done = done;
            this.answers = answers;
            this.link = link;
            this.tier = new RedisTier(link, keys);
            ControlRedis control = new ControlRedis(keys, link::sync);
            this.lease = new Lease(control);
            this.positions = new AppliedPositions(control);
            this.fences = new Fences(control);
            trace.add("seed " + seed);
            // The model begins where a first lease has come and gone.
            lease.ask(new Watermark(now, RULES, List.of()), BOUND, List.of(CACHE));
            link.sync().del(keys.lease());
            this.here = fences.raise(List.of(), LIFE, List.of());
        }

        void run() {
            compareLooks();
            for (int i = 0; i < OPERATIONS; i++) {
                Operation operation = one(List.of(Operation.values()));
                trace.add(operation.name());
                done.merge(operation, 1, Integer::sum);
                perform(operation);
                compareLooks();
            }
        }

        private void perform(Operation operation) {
            switch (operation) {
                case RAISE -> raise();
                case OPEN -> open();
                case STORE -> store();
                case RECORD -> record();
                case GRANT -> grant();
                case EVICT -> evict();
                case UNLINK -> {
                    model.unlink();
                    link.sync().del(entryKey);
                }
            }
        }

        private void raise() {
            List<String> tags = some();
            boolean epoch = random.nextInt(4) == 0;
            trace.add(tags + (epoch ? " and the epoch" : ""));
            List<String> names = new ArrayList<>(tags);
            if (epoch) {
                names.add(ModelRedis.EPOCH);
            }
            model.raise(names);
            fences.raise(tags, LIFE, epoch ? List.of(CACHE) : List.of());
        }

        private void open() {
            List<String> tags = random.nextInt(3) == 0 ? List.of(one(TAGS)) : TAGS;
            trace.add(tags.toString());
            Tickets both = new Tickets(model.open(tags), tier.open(CACHE, tags, LIFE));
            compare(both);
            tickets.add(both);
        }

        /** Mostly under the newest ticket, which may still stand. */
        private void store() {
            if (tickets.isEmpty()) {
                open();
            }
            Tickets both = random.nextBoolean() ? tickets.get(tickets.size() - 1) : one(tickets);
            Content answer = new Content(trace.size(), 0);
            trace.add(both + " " + answer);
            Verdict verdict =
                    tier.store(CACHE, entryKey, new Entry(both.real(), Integer.toString(answer.first()), 0), LIFE);
            note("store " + verdict);
            assertThat(model.store(new ModelRedis.Entry(answer, both.model())))
                    .as(this::told)
                    .isEqualTo(verdict);
        }

        private void record() {
            int partition = random.nextInt(PARTITIONS);
            int next = random.nextInt(3);
            boolean elsewhere = random.nextInt(6) == 0;
            trace.add(partition + " to " + next + (elsewhere ? " elsewhere" : ""));
            model.record(partition, next, elsewhere ? 0 : model.identity(), true);
            positions.record(
                    RULES,
                    List.of(new Applied("topic", partition, next, elsewhere ? "another" : here)),
                    List.of(CACHE));
        }

        private void grant() {
            Map<Integer, Integer> ends = new HashMap<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                ends.put(partition, random.nextInt(3));
            }
            // a third of them are older than the bound
            Instant beat = now.minus(Duration.ofMinutes(random.nextInt(3) == 0 ? 12 : random.nextInt(5)));
            trace.add(beat + " " + ends);
            Lease.Answer answer = lease.ask(
                    new Watermark(
                            beat,
                            RULES,
                            ends.entrySet().stream()
                                    .map(end -> new Watermark.Position("t", "topic", end.getKey(), end.getValue()))
                                    .toList()),
                    BOUND,
                    List.of(CACHE));
            note("lease " + answer);
            assertThat(granted(beat, ends)).as(this::told).isEqualTo(answer);
        }

        private Lease.Answer granted(Instant beat, Map<Integer, Integer> ends) {
            if (!beat.plus(BOUND).isAfter(now)) {
                assertThat(grantedByModel(beat)).isFalse();
                return Lease.Answer.LATE;
            }
            if (!model.hasPassed(ends)) {
                return Lease.Answer.BEHIND;
            }
            @Nullable String epoch = model.look(TAGS, now.toEpochMilli()).epoch();
            if (!grantedByModel(beat)) {
                return Lease.Answer.HELD;
            }
            String after = model.look(TAGS, now.toEpochMilli()).epoch();
            return after != null && !after.equals(epoch) ? Lease.Answer.RAISED : Lease.Answer.GRANTED;
        }

        private boolean grantedByModel(Instant beat) {
            return model.grant(beat.toEpochMilli(), beat.plus(BOUND).toEpochMilli(), now.toEpochMilli(), true);
        }

        private void evict() {
            String name = one(Mishaps.Eviction.NAMES);
            trace.add(name);
            model.evict(name);
            link.sync()
                    .del(
                            switch (name) {
                                case "entry" -> entryKey;
                                case ModelRedis.EPOCH -> keys.epoch(CACHE);
                                case "lease" -> keys.lease();
                                case "server" -> keys.server();
                                default -> keys.fence(name);
                            });
        }

        private void compareLooks() {
            View view = model.look(TAGS, now.toEpochMilli());
            Look look = look();
            compare(view.epoch(), look.view().epoch());
            TAGS.forEach(
                    tag -> compare(view.fences().get(tag), look.view().fences().get(tag)));
            assertThat(view.beat()).as(this::told).isEqualTo(look.view().beat());

            ModelRedis.Entry expected = model.entry;
            Entry found = look.entry();
            if (expected == null || found == null) {
                assertThat(expected == null).as(this::told).isEqualTo(found == null);
            } else {
                assertThat(Integer.toString(expected.answer().first()))
                        .as(this::told)
                        .isEqualTo(found.answer());
                compare(new Tickets(java.util.Objects.requireNonNull(expected.ticket()), found.ticket()));
            }
            Verdict verdict = Verdict.of(found == null ? null : found.ticket(), look.view(), TAGS, Bound.LEASE);
            note("look " + verdict);
            assertThat(Verdict.of(expected == null ? null : expected.ticket(), view, TAGS, Bound.LEASE))
                    .as(this::told)
                    .isEqualTo(verdict);
        }

        private Look look() {
            try {
                return tier.ask(CACHE, entryKey, TAGS, false).await(TIMEOUT);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private void compare(Tickets both) {
            compare(both.model().epoch(), both.real().epoch());
            assertThat(both.model().fences().keySet())
                    .as(this::told)
                    .isEqualTo(both.real().fences().keySet());
            both.model()
                    .fences()
                    .forEach((tag, value) -> compare(value, both.real().fences().get(tag)));
        }

        /** The same value as before in the one, if and only if it is in the other; absent in both, or in neither. */
        private void compare(@Nullable String inModel, @Nullable String real) {
            if (inModel == null || real == null) {
                assertThat(inModel == null).as(this::told).isEqualTo(real == null);
                return;
            }
            assertThat(realOf.computeIfAbsent(inModel, unseen -> real))
                    .as(this::told)
                    .isEqualTo(real);
            assertThat(modelOf.computeIfAbsent(real, unseen -> inModel))
                    .as(this::told)
                    .isEqualTo(inModel);
        }

        private void note(String answer) {
            answers.merge(answer, 1, Integer::sum);
        }

        private List<String> some() {
            return TAGS.stream().filter(tag -> random.nextBoolean()).toList();
        }

        private <T> T one(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        private String told() {
            return String.join("\n  ", trace);
        }
    }
}
