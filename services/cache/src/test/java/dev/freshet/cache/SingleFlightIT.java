package dev.freshet.cache;

import static dev.freshet.cache.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cache.guards.Guard;
import dev.freshet.cache.guards.LoadFailedException;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.redis.RedisLink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three read sides share nothing but the servers, like three processes. */
class SingleFlightIT {

    private static final int ASKERS = 200;

    private final Stage stage = new Stage();
    private final List<LectureCache> processes = List.of(stage.lectures(), stage.lectures(), stage.lectures());
    private final ExecutorService askers = Executors.newFixedThreadPool(ASKERS);
    private final AtomicInteger loads = new AtomicInteger();
    private UUID lecture = UUID.randomUUID();

    @BeforeEach
    void begin() {
        stage.grantLease();
        lecture = stage.lecture("one");
    }

    @AfterEach
    void end() {
        askers.shutdownNow();
        stage.close();
    }

    private Question question() {
        return LectureCache.question("quiz", List.of(lecture), Map.of());
    }

    private Answer ask(LectureCache process, Compute<String> compute) {
        return process.generic().answer(question(), source -> stage.content(source.connection(), lecture), compute);
    }

    private List<Future<Answer>> askAll(Compute<String> compute) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(ASKERS);
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < ASKERS; i++) {
            LectureCache process = processes.get(i % processes.size());
            Callable<Answer> asker = () -> {
                ready.countDown();
                ready.await();
                return ask(process, compute);
            };
            answers.add(askers.submit(asker));
        }
        ready.await();
        return answers;
    }

    @Test
    void manyThreadsOfThreeProcessesLoadOneColdKeyOnce() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        List<Future<Answer>> answers = askAll(content -> {
            loads.incrementAndGet();
            enough.await();
            return Computed.of(content, 1);
        });
        await().atMost(SOON).until(() -> loads.get() > 0);
        enough.countDown();

        for (Future<Answer> answer : answers) {
            assertThat(answer.get().json()).isEqualTo("\"one\"");
        }
        assertThat(loads).hasValue(1);
        assertThat(stage.accesses).hasSize(ASKERS);
        assertThat(stage.accesses).filteredOn(access -> access.load() != null).hasSize(1);
    }

    @Test
    void aFailureReachesAllWhoWaitAndIsNotKept() throws Exception {
        List<Future<Answer>> answers = askAll(content -> {
            loads.incrementAndGet();
            await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> true);
            throw new IOException("the model is out");
        });

        for (Future<Answer> answer : answers) {
            assertThat(assertThrows(ExecutionException.class, answer::get))
                    .cause()
                    .isInstanceOf(LoadFailedException.class)
                    .hasMessageContaining("the model is out");
        }
        assertThat(loads).hasValueLessThanOrEqualTo(3);
        int failed = loads.get();
        assertThat(ask(processes.get(1), content -> Computed.of(loads.incrementAndGet(), 1))
                        .origin())
                .isEqualTo(Answer.Origin.COMPUTED);
        assertThat(loads).hasValue(failed + 1);
    }

    @Test
    void aHolderThatDiesFreesTheLoad() {
        Ticket ticket = Objects.requireNonNull(
                processes.get(0).generic().lookUp(question()).ticket());
        String load = stage.keys.load(question().entryKey() + ":" + ticket.digest());
        stage.redis().psetex(load, 1_000, "a process that is no more");
        long begin = System.nanoTime();

        assertThat(ask(processes.get(0), content -> Computed.of(content, 1)).origin())
                .isEqualTo(Answer.Origin.COMPUTED);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(900));
        assertThat(stage.redis().exists(load)).isZero();
    }

    @Test
    void whoComesAfterTheInvalidationDoesNotWaitForALoadFromBefore() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<Answer> before = askers.submit(() -> ask(processes.get(0), content -> {
            begun.countDown();
            end.await();
            throw new IOException("the old load failed");
        }));
        begun.await();
        stage.editAndInvalidate(lecture, "two");

        for (LectureCache process : processes) {
            Future<Answer> after = askers.submit(() -> ask(process, content -> Computed.of(content, 1)));
            assertThat(after.get(10, TimeUnit.SECONDS).json()).isEqualTo("\"two\"");
        }
        assertThat(before).isNotDone();
        end.countDown();
        assertThat(assertThrows(ExecutionException.class, before::get)).hasMessageContaining("the old load failed");
    }

    /** The model is not to be hit hardest when the pipeline is ill. */
    @Test
    void withoutTheLeaseACacheInRedisAloneIsLoadedByAFewForAll() throws Exception {
        stage.revokeLease();
        AnswerCache cache = stage.readSide().cache(new CacheDefinition("top-picks", null));
        Question asked = Question.of("top_picks:" + lecture, List.of());

        assertThat(loadsOf(() -> cache.answer(asked, source -> "", this::slowly)))
                .isLessThanOrEqualTo(4);
    }

    @Test
    void withRedisAwayAnAnswerThatNoRowTakesIsLoadedByAFewForAll() throws Exception {
        try (ReadSide away = ReadSide.over(RedisLink.to("redis://127.0.0.1:1", Duration.ofMillis(100)), stage.database)
                .build()) {
            LectureCache cache = new LectureCache(away.cache(
                    LectureCache.definition(Policy.DEFAULT.with(Guard.DEFAULT).upTo(1), Map.of())));

            assertThat(loadsOf(() -> cache.generic().answer(question(), source -> "x", this::slowly)))
                    .isLessThanOrEqualTo(4);
        }
    }

    private Computed slowly(String content) throws InterruptedException {
        loads.incrementAndGet();
        Thread.sleep(1_000);
        return Computed.of("x".repeat(100), 1);
    }

    private int loadsOf(Callable<Answer> asking) throws Exception {
        CountDownLatch ready = new CountDownLatch(ASKERS);
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < ASKERS; i++) {
            answers.add(askers.submit(() -> {
                ready.countDown();
                ready.await();
                return asking.call();
            }));
        }
        for (Future<Answer> answer : answers) {
            answer.get();
        }
        return loads.get();
    }

    @Test
    void whoComesAfterTheInvalidationDoesNotJoinALoadFromBefore() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<Answer> before = askers.submit(() -> ask(processes.get(0), content -> {
            begun.countDown();
            end.await();
            return Computed.of(content, 1);
        }));
        begun.await();
        stage.editAndInvalidate(lecture, "two");
        Future<Answer> after = askers.submit(() -> ask(processes.get(0), content -> Computed.of(content, 1)));
        await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> !before.isDone());
        end.countDown();

        assertThat(before.get().json()).isEqualTo("\"one\"");
        assertThat(after.get().json()).isEqualTo("\"two\"");
        assertThat(ask(processes.get(2), content -> Computed.of("no", 1)).json())
                .isEqualTo("\"two\"");
    }
}
