package dev.freshet.statistics.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.Access;
import dev.freshet.events.Access.Outcome;
import dev.freshet.events.Access.Reason;
import dev.freshet.events.DeadLetterHeaders;
import dev.freshet.statistics.Scene;
import dev.freshet.statistics.accesses.TestedFold;
import dev.freshet.statistics.asking.Span;
import dev.freshet.statistics.folding.StubbornConsumer;
import dev.freshet.statistics.recount.Recount;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Accesses of three days while consumers are killed, put to sleep, stopped and added, and PostgreSQL is stopped the hard way
 * and started again; then all of them once more, from the topic's beginning. In full with
 * {@code -Dfreshet.faults=full}. A failing seed can be played again with {@code -Dfreshet.seed}.
 */
class FaultsIT {

    private static final boolean FULL = "full".equals(System.getProperty("freshet.faults"));
    private static final int EVENTS = FULL ? 240_000 : 20_000;
    private static final int CHANGES = FULL ? 110 : 9;
    private static final Duration LONG = FULL ? Duration.ofMinutes(10) : Duration.ofMinutes(3);
    private static final int KEYS = 500;
    private static final int KEYS_WITH_ROWS = 250;
    private static final String CONSUMER = "statistics-accesses";
    private static final Instant MIDNIGHT = Instant.parse("2026-06-02T00:00:00Z");

    private final long seed = Long.getLong("freshet.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Oracle oracle = new Oracle();
    private final List<FoldingProcess> members = new ArrayList<>();
    private final Scene scene = new Scene(4, "lectures");
    private final String topic = scene.topics().accesses();
    private final PostgresServer postgres = new PostgresServer(scene);

    @TempDir
    private Path folder;

    private int changes;
    private int kills;
    private int sleeps;
    private int restarts;
    private int sent;

    @AfterEach
    void close() {
        members.forEach(FoldingProcess::kill);
        scene.close();
    }

    @Test
    void everyDayIsExactAndEveryPoisonParked() throws Exception {
        Assumptions.assumeTrue("embedded".equals(System.getProperty("freshet.servers", "embedded")));
        long begin = System.nanoTime();
        scene.jdbc().update(Oracle.ANSWERS, KEYS_WITH_ROWS);
        add();
        add();
        List<FoldingProcess> asleep = new ArrayList<>();
        while (changes < CHANGES || sent < EVENTS) {
            send(Math.min(EVENTS - sent, EVENTS / CHANGES + 1));
            disturb(asleep);
            awaitSomethingCounted();
        }
        asleep.forEach(FoldingProcess::wake);
        scene.awaitCounted(CONSUMER, topic, LONG);
        assertExact("after the faults");

        goBackToTheBeginning();
        assertExact("after the group was sent back");
        end();
        long refused = new StubbornConsumer(scene).foldAgain(TestedFold.of(scene));
        assertThat(refused).isEqualTo(sent);
        assertExact("after all was folded once more");
        long recounted = recountFromNothing();
        assertExact("after all was counted again");
        System.out.printf(
                "Faults: %,d events (%d poison), %d membership changes, %d of them kill -9, %d sleeps, %d restarts of"
                        + " PostgreSQL, %,d records replayed and refused, %,d counted again from nothing: difference 0, in"
                        + " %d s (seed %d)%n",
                sent,
                oracle.poison(),
                changes,
                kills,
                sleeps,
                restarts,
                refused,
                recounted,
                Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                seed);
    }

    private void disturb(List<FoldingProcess> asleep) {
        int what = random.nextInt(10);
        if (restarts < (changes + CHANGES / 2) * (FULL ? 4 : 1) / CHANGES) {
            postgres.restart();
            restarts++;
        }
        if (members.size() < 2 || (what < 3 && members.size() < 4)) {
            add();
        } else if (what < 6) {
            any().kill();
            kills++;
            replaceTheDead(asleep);
        } else if (what < 8 && asleep.isEmpty()) {
            FoldingProcess sleeper = any();
            sleeper.pause();
            asleep.add(sleeper);
            sleeps++;
            changes++;
        } else if (!asleep.isEmpty()) {
            awaitEviction();
            asleep.forEach(FoldingProcess::wake);
            asleep.clear();
            changes++;
        } else {
            any().stop();
            replaceTheDead(asleep);
        }
    }

    private void add() {
        members.add(FoldingProcess.start(scene, folder.resolve("members.log")));
        changes++;
    }

    private FoldingProcess any() {
        return members.get(random.nextInt(members.size()));
    }

    private void replaceTheDead(List<FoldingProcess> asleep) {
        await().atMost(LONG).until(() -> members.stream().anyMatch(member -> !member.isAlive()));
        members.removeIf(member -> !member.isAlive());
        asleep.removeIf(member -> !member.isAlive());
        changes++;
        add();
    }

    /** The group gives a sleeper's partitions to others once its session has timed out. */
    private void awaitEviction() {
        Instant slept = Instant.now().plusSeconds(8);
        await().atMost(LONG).until(() -> Instant.now().isAfter(slept));
    }

    private void awaitSomethingCounted() {
        long before = scene.position(CONSUMER, topic);
        long end = sent;
        await().atMost(LONG).ignoreExceptions().until(() -> {
            long now = scene.position(CONSUMER, topic);
            return now > before || now >= end;
        });
    }

    private void send(int howMany) {
        for (int i = 0; i < howMany; i++) {
            String key = "key-" + random.nextInt(KEYS);
            if (random.nextInt(1000) == 0) {
                scene.sendRaw(topic, key, ("poison " + sent).getBytes(StandardCharsets.UTF_8));
                oracle.tellPoison();
            } else {
                Access access = access();
                scene.send(topic, key, access);
                oracle.tell(key, access);
            }
            sent++;
        }
        scene.flush();
    }

    private Access access() {
        String cache = random.nextInt(3) == 0 ? "top-picks" : "ai-responses";
        String operation = random.nextInt(5) == 0 ? null : "operation-" + random.nextInt(4);
        // A third lies within a second of midnight, the rest anywhere in the three days around it
        Instant time = random.nextInt(3) == 0
                ? MIDNIGHT.plus(random.nextLong(-1_000_000L, 1_000_000L), ChronoUnit.MICROS)
                : MIDNIGHT.plusMillis(random.nextLong(-86_400_000L, 2 * 86_400_000L));
        Outcome outcome = List.of(Outcome.values()).get(random.nextInt(4));
        if (outcome == Outcome.redis || outcome == Outcome.postgres) {
            return new Access(cache, operation, outcome, random.nextInt(5000), time);
        }
        Reason reason = random.nextInt(8) == 0 ? null : List.of(Reason.values()).get(random.nextInt(6));
        String hash = random.nextInt(10) == 0 ? null : "hash-" + random.nextInt(3);
        Access.Load load = random.nextInt(4) == 0 ? null : new Access.Load(random.nextInt(6000), 100L, hash);
        return new Access(cache, operation, outcome, random.nextInt(5000), time, reason, load);
    }

    private void end() {
        members.forEach(FoldingProcess::kill);
        await().atMost(LONG).until(() -> members.stream().noneMatch(FoldingProcess::isAlive));
        members.clear();
    }

    /** A new member begins where the positions in PostgreSQL say all the same. */
    private void goBackToTheBeginning() {
        end();
        Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
        scene.ends(topic).keySet().forEach(partition -> beginning.put(partition, new OffsetAndMetadata(0)));
        await().atMost(LONG).ignoreExceptions().until(() -> {
            scene.admin()
                    .alterConsumerGroupOffsets(scene.topics().prefix() + "-" + CONSUMER, beginning)
                    .all()
                    .get();
            return true;
        });
        add();
        send(1000);
        scene.awaitCounted(CONSUMER, topic, LONG);
    }

    /** All days are gone, and are made again from the topic alone. */
    private long recountFromNothing() {
        Recount recount = new Recount(scene.dataSource(), scene::consumer, scene.topics(), () -> LocalDate.MIN);
        Span days = new Span(LocalDate.parse("2026-06-01"), LocalDate.parse("2026-06-03"));
        assertThat(recount.of(days, false).differences())
                .as("before, -Dfreshet.seed=" + seed)
                .isEmpty();
        scene.jdbc().update("DELETE FROM freshet.daily_operation");
        scene.jdbc().update("DELETE FROM public.ai_cache_stats");
        return recount.of(days, true).records();
    }

    private void assertExact(String when) {
        String repeat = when + ", -Dfreshet.seed=" + seed;
        assertThat(scene.rows(Oracle.DAYS)).as(repeat).isEqualTo(oracle.days());
        assertThat(scene.rows(Oracle.HITS)).as(repeat).isEqualTo(oracle.hits());
        assertThat(scene.rows(Oracle.STATS)).as(repeat).isEqualTo(oracle.stats());
        assertThat(scene.rows(Oracle.COUNTERS)).as(repeat).isEqualTo(oracle.counters(KEYS_WITH_ROWS));
        Map<String, Long> lastAccesses = new HashMap<>();
        scene.jdbc()
                .query(
                        "SELECT cache_key, (extract(epoch FROM last_accessed_at) * 1000000)::bigint FROM"
                                + " public.ai_response_cache WHERE cache_key LIKE 'key-%'",
                        row -> {
                            lastAccesses.put(row.getString(1), row.getLong(2));
                        });
        // The time moves by a microsecond when it could stay, lest a trigger take that for none
        oracle.lastHits(KEYS_WITH_ROWS).forEach((key, micros) -> assertThat(lastAccesses)
                .as("%s, %s", repeat, key)
                .hasEntrySatisfying(key, stored -> assertThat(stored).isCloseTo(micros, within(1L))));
        assertThat(scene.records(scene.topics().deadLetters()).stream()
                        .map(letter -> new String(
                                letter.headers()
                                        .lastHeader(DeadLetterHeaders.ORIGIN)
                                        .value(),
                                StandardCharsets.UTF_8))
                        .collect(Collectors.toSet()))
                .as(repeat)
                .hasSize(oracle.poison());
    }
}
