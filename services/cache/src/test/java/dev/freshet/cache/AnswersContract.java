package dev.freshet.cache;

import static dev.freshet.cache.Answer.Origin.COMPUTED;
import static dev.freshet.cache.Answer.Origin.POSTGRES;
import static dev.freshet.cache.Answer.Origin.REDIS;
import static dev.freshet.cache.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.cache.guards.LoadFailedException;
import dev.freshet.cache.protocol.Bound;
import dev.freshet.events.Access;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the read side does on any Redis; run on each kind. */
abstract class AnswersContract {

    private final Stage stage;
    private final LectureCache cache;
    private final AtomicInteger loads = new AtomicInteger();
    private UUID lecture = UUID.randomUUID();

    AnswersContract(Stage stage) {
        this.stage = stage;
        this.cache = stage.lectures();
    }

    @BeforeEach
    void begin() {
        stage.grantLease();
        lecture = stage.lecture("one");
    }

    @AfterEach
    void end() {
        stage.close();
    }

    record About(String about) {}

    private Answer ask() {
        return ask(question());
    }

    private Answer ask(Question question) {
        return cache.generic().answer(question, source -> stage.content(source.connection(), lecture), this::computed);
    }

    private Computed computed(String content) {
        loads.incrementAndGet();
        return Computed.of(Map.of("about", content), 100);
    }

    private Question question() {
        return LectureCache.question("quiz", List.of(lecture), Map.of("count", 2));
    }

    @Test
    void anAnswerIsComputedOnceAndThenComesFromRedis() {
        assertThat(ask())
                .matches(answer -> answer.origin() == COMPUTED && answer.json().equals("{\"about\":\"one\"}"));
        assertThat(ask())
                .matches(answer -> answer.origin() == REDIS && answer.json().equals("{\"about\":\"one\"}"));

        assertThat(loads).hasValue(1);
        assertThat(stage.outcomes()).containsExactly("miss", "redis");
        assertThat(stage.accesses).last().matches(access -> access.tokensSaved() == 100 && access.reason() == null);
        assertThat(stage.accesses).first().satisfies(miss -> {
            assertThat(miss.reason()).isEqualTo(Access.Reason.absent);
            assertThat(miss.load())
                    .isNotNull()
                    .matches(load -> Long.valueOf(15).equals(load.size()) && load.contentHash() != null);
        });
    }

    @Test
    void theFormWithoutBlockingGivesTheSame() {
        for (Answer.Origin origin : List.of(COMPUTED, REDIS)) {
            Answer answer = cache.answerAsync(
                            "quiz",
                            List.of(lecture),
                            Map.of("count", 2),
                            source -> stage.content(source.connection(), lecture),
                            this::computed)
                    .toCompletableFuture()
                    .join();
            assertThat(answer.origin()).isEqualTo(origin);
            assertThat(answer.as(About.class)).isEqualTo(new About("one"));
        }
    }

    @Test
    void anInvalidationMakesBothTiersMiss() {
        ask();
        stage.editAndInvalidate(lecture, "two");

        assertThat(ask())
                .matches(answer -> answer.origin() == COMPUTED && answer.json().contains("two"));
        assertThat(ask().origin()).isEqualTo(REDIS);
        assertThat(loads).hasValue(2);
    }

    @Test
    void aRowThatNoInvalidationHasReachedYetIsNotServedEither() {
        ask();
        stage.redis().unlink(String.valueOf(question().entryKey()));
        stage.edit(lecture, "two");

        assertThat(ask().json()).contains("two");
        assertThat(stage.count("freshet.cache.misses", "tier", "postgres", "reason", "hash"))
                .isEqualTo(1);
    }

    @Test
    void withoutTheLeaseARowAnswersAndRedisDoesNot() {
        ask();
        stage.revokeLease();
        assertThat(ask().origin()).isEqualTo(POSTGRES);
        assertThat(stage.count("freshet.cache.misses", "tier", "redis", "reason", "lease"))
                .isEqualTo(1);

        stage.edit(lecture, "two");
        assertThat(ask().json()).contains("two");

        stage.grantLease();
        stage.invalidate(lecture);
        assertThat(ask().origin()).isEqualTo(POSTGRES);
        await().atMost(SOON).until(() -> ask().origin() == REDIS);
    }

    @Test
    void aRowRefillsRedis() {
        ask();
        stage.redis().unlink(String.valueOf(question().entryKey()));

        assertThat(ask().origin()).isEqualTo(POSTGRES);
        await().atMost(SOON).until(() -> stage.raw(question()) != null);
        assertThat(ask()).matches(answer -> answer.origin() == REDIS && answer.tokensUsed() == 100);
        assertThat(loads).hasValue(1);
    }

    @Test
    void aRaisedEpochMakesEverythingInRedisAMiss() {
        ask();
        stage.raiseEpoch();

        assertThat(ask().origin()).isEqualTo(POSTGRES);
        assertThat(stage.count("freshet.cache.misses", "tier", "redis", "reason", "epoch"))
                .isEqualTo(1);
        await().atMost(SOON).until(() -> ask().origin() == REDIS);
    }

    @Test
    void aLoadDuringWhichTheLectureChangesIsNotServedAfterwards() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch changed = new CountDownLatch(1);
        Thread slow = new Thread(() -> cache.generic()
                .answer(question(), source -> stage.content(source.connection(), lecture), content -> {
                    begun.countDown();
                    changed.await();
                    return computed(content);
                }));
        slow.start();
        begun.await();
        stage.editAndInvalidate(lecture, "two");
        changed.countDown();
        slow.join();

        assertThat(stage.raw(question())).isNull();
        assertThat(stage.column(
                        "SELECT cache_key FROM public.ai_response_cache WHERE lecture_ids @> ARRAY[?::uuid]", lecture))
                .isEmpty();
        assertThat(ask().json()).contains("two");
        assertThat(stage.count("freshet.cache.fills", "tier", "postgres", "outcome", "hash"))
                .isEqualTo(1);
    }

    @Test
    void aTighterBoundThanTheLeaseIsKept() {
        ask();
        stage.redis().psetex(stage.keys.lease(), 60_000, Long.toString(System.currentTimeMillis() - 2_000));

        assertThat(ask(question().within(Bound.atMost(Duration.ofSeconds(1)))).origin())
                .isEqualTo(POSTGRES);
        assertThat(ask(question().within(Bound.atMost(Duration.ofSeconds(30)))).origin())
                .isEqualTo(REDIS);
        assertThat(ask(question().within(Bound.atMost(Duration.ZERO))).origin()).isEqualTo(POSTGRES);
    }

    @Test
    void withoutABoundTheLeaseIsNotNeeded() {
        ask();
        stage.revokeLease();

        assertThat(ask(question().within(Bound.NONE)).origin()).isEqualTo(REDIS);
        stage.editAndInvalidate(lecture, "two");
        assertThat(ask(question().within(Bound.NONE)).origin()).isEqualTo(COMPUTED);
    }

    @Test
    void aFailedLoadIsTheCallersAndIsNotKept() {
        assertThatThrownBy(() -> cache.generic()
                        .answer(question(), source -> stage.content(source.connection(), lecture), content -> {
                            throw new IOException("the model is out");
                        }))
                .isInstanceOf(LoadFailedException.class)
                .hasRootCauseInstanceOf(IOException.class);

        assertThat(ask().origin()).isEqualTo(COMPUTED);
        assertThat(stage.outcomes()).containsExactly("miss", "miss");
    }

    @Test
    void theWritePathMayInvalidateAtOnce() {
        ask();
        stage.edit(lecture, "two");
        cache.invalidate(List.of(lecture));

        assertThat(ask().json()).contains("two");
    }

    @Test
    void anAnswerLargerThanThePolicyAllowsIsGivenAndNotKept() {
        Policy small = new Policy(Policy.DEFAULT.guard(), Policy.DEFAULT.life(), 0.1, 10);
        AnswerCache narrow = stage.readSide().cache(LectureCache.definition(small, Map.of()));

        for (int i = 0; i < 2; i++) {
            assertThat(narrow.answer(question(), source -> "x", this::computed).origin())
                    .isEqualTo(COMPUTED);
        }
        assertThat(stage.count("freshet.cache.fills", "outcome", "size")).isEqualTo(2);
    }

    @Test
    void anAnswerThatPostgresRefusesIsGivenAndDoesNotCloseItForOthers() {
        Answer refused = cache.generic()
                .answer(
                        question(),
                        source -> stage.content(source.connection(), lecture),
                        content -> Computed.of("a\0b", 1));
        assertThat(refused.as(String.class)).isEqualTo("a\0b");
        assertThat(stage.raw(question())).isNull();

        assertThat(ask().origin()).isEqualTo(COMPUTED);
        stage.revokeLease();
        assertThat(ask().origin()).isEqualTo(POSTGRES);
        assertThat(stage.count("freshet.cache.failures", "tier", "postgres")).isZero();
    }

    @Test
    void entriesLiveForThePolicysLifeLessTheJitter() {
        ask();
        long life = Policy.DEFAULT.life().toMillis();

        assertThat(stage.redis().pttl(String.valueOf(question().entryKey()))).isBetween(life * 9 / 10 - 10_000, life);
        assertThat(stage.redis().pttl(stage.keys.fence("lecture:" + lecture))).isGreaterThanOrEqualTo(life - 10_000);
    }

    @Test
    void whatIsNoEntryIsAMiss() {
        ask();
        for (String junk :
                List.of("", "x", "{}", "[1]", "{\"answer\":1}", "{\"answer\":1,\"epoch\":\"\",\"fences\":{}}")) {
            stage.redis().set(String.valueOf(question().entryKey()), junk);
            assertThat(ask().origin()).as(junk).isEqualTo(POSTGRES);
            await().atMost(SOON).until(() -> !junk.equals(stage.raw(question())));
        }
    }
}
