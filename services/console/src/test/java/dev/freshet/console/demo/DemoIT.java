package dev.freshet.console.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.console.ConsoleApplication;
import dev.freshet.console.ConsoleIT;
import dev.freshet.events.Access;
import dev.freshet.events.EventJson;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

class DemoIT extends ConsoleIT {

    private static final String LECTURES = "/v1/demo/lectures";
    private static final String FIRST = "1e000000-0000-4000-8000-000000000001";
    private static final String THIRD = "1e000000-0000-4000-8000-000000000003";
    private static final String SIXTH = "1e000000-0000-4000-8000-000000000006";
    private static final String NONE = "1e000000-0000-4000-8000-00000000ffff";

    @Autowired
    private WarmUp warmUp;

    private String mark;

    /** A parameter no other test has, so that each test has an answer of its own; and the lease. */
    @BeforeEach
    void mark() {
        mark = UUID.randomUUID().toString();
        ConsoleApplication.lease(redis);
    }

    @Test
    void listsTheSampleCourse() {
        http.get()
                .uri(LECTURES)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.lectures.length()")
                .isEqualTo(6)
                .jsonPath("$.lectures[0].id")
                .isEqualTo(FIRST)
                .jsonPath("$.lectures[5].title")
                .isEqualTo("Where a river ends")
                .jsonPath("$.lectures[1].content")
                .isNotEmpty();
    }

    /** Also shows that we name answers as the database's own samples are named: the summary offered is the one stored. */
    @Test
    void findsTheSampleAnswersInTableAndRedisFromTheStart() {
        http.get()
                .uri(LECTURES + "/" + SIXTH)
                .exchange()
                .expectBody()
                .jsonPath("$.answers[?(@.operation == 'comparison')].rowPresent")
                .isEqualTo(true)
                .jsonPath("$.answers[?(@.operation == 'comparison')].keyPresent")
                .isEqualTo(true)
                .jsonPath("$.answers[?(@.operation == 'comparison')].hashCurrent")
                .isEqualTo(true)
                .jsonPath("$.answers[?(@.operation == 'comparison')].lectureIds.length()")
                .isEqualTo(2);
        String flashcards = new Question(
                        Operation.flashcards, List.of(UUID.fromString(THIRD)), Operation.flashcards.params())
                .cacheKey();
        assertThat(rowsOf(flashcards)).isEqualTo(1);
        assertThat(redis.get("ai:response:" + flashcards))
                .startsWith("{\"epoch\":")
                .contains("\"answer\":{")
                .contains("\"cards\"");
        assertThat(redis.pttl("ai:response:" + flashcards)).isPositive();
    }

    @Test
    void offersWhatIsNotCachedToo() {
        http.get()
                .uri(LECTURES + "/" + SIXTH)
                .exchange()
                .expectBody()
                .jsonPath("$.answers[?(@.operation == 'flashcards' && @.rowPresent == false)].keyPresent")
                .isEqualTo(false);
    }

    @Test
    void warmUpGivesKeysToCurrentRowsAndLeavesStaleOnesWithout() throws Exception {
        String current = ask(SIXTH, "summary").cacheKey();
        String stale = ask(SIXTH, "quiz").cacheKey();
        makeStale(stale);
        redis.del("ai:response:" + current, "ai:response:" + stale);

        warmUp.run(new DefaultApplicationArguments());
        warmUp.run(new DefaultApplicationArguments());

        assertThat(redis.exists("ai:response:" + current)).isEqualTo(1);
        assertThat(redis.exists("ai:response:" + stale)).isZero();
    }

    /** Anybody may have written it; the start must not end with it. */
    @Test
    void warmUpPassesOverRowsThatNoQuestionHas() throws Exception {
        ask(SIXTH, "summary");
        for (String params : List.of("null", "{\"n\": 9007199254740993}", "{}")) {
            database.sql("INSERT INTO ai_response_cache (cache_key, operation_type, lecture_ids, params, content_hash,"
                            + " response_data) SELECT ?, 'quiz', lecture_ids, ?::jsonb, content_hash, '{}'"
                            + " FROM ai_response_cache WHERE lecture_ids = ARRAY[?]::uuid[] LIMIT 1")
                    .params(mark + params, params, SIXTH)
                    .update();
        }

        warmUp.run(new DefaultApplicationArguments());

        assertThat(rowsOf(mark + "null")).isEqualTo(1);
        assertThat(redis.exists("ai:response:" + mark + "{}")).isZero();
    }

    @Test
    void anEditIsJustTheUpdateThatAnApplicationWouldRun() {
        Told cached = ask(FIRST, "summary");
        String hash = hashOf(FIRST);

        http.put()
                .uri(LECTURES + "/" + FIRST)
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"content\": \"Rivers begin in many places. %s\"}".formatted(mark))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.title")
                .isEqualTo("Where a river begins")
                .jsonPath("$.content")
                .isEqualTo("Rivers begin in many places. " + mark)
                .jsonPath("$.answers[?(@.cacheKey == '%s')].hashCurrent".formatted(cached.cacheKey()))
                .isEqualTo(false);

        assertThat(hashOf(FIRST)).isNotEqualTo(hash);
        assertThat(rowsOf(cached.cacheKey()))
                .as("removing it is not the application's task")
                .isEqualTo(1);
        assertThat(redis.exists(cached.redisKey())).isEqualTo(1);
    }

    @Test
    void anEditOfTheTitleLeavesTheContent() {
        edit(THIRD, "{\"title\": \"What a river bears\"}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.title")
                .isEqualTo("What a river bears")
                .jsonPath("$.content")
                .value(content -> assertThat((String) content).startsWith("A river is a conveyor of stone."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                FIRST + " | {}                            | 400 | title",
                FIRST + " | {\"title\": null}             | 400 | title",
                FIRST + " | {\"title\": \"  \"}           | 400 | title",
                FIRST + " | {\"title\": [1]}              | 400 | title",
                FIRST + " | {\"content\": \"a\\u0000b\"}  | 400 | content",
                NONE + "  | {\"title\": \"a\"}            | 404 | id",
                "first    | {\"title\": \"a\"}            | 400 | id",
            })
    void refusesAnEditThatMakesNoSenseAndNamesTheField(String id, String body, int status, String field) {
        refused(edit(id, body), status, field);
    }

    @Test
    void refusesATitleOrAContentThatIsTooLong() {
        refused(edit(FIRST, "{\"title\": \"%s\"}".formatted("x".repeat(501))), 400, "title");
        refused(edit(FIRST, "{\"content\": \"%s\"}".formatted("x".repeat(200_001))), 400, "content");
    }

    @Test
    void refusesToReadALectureThatIsNone() {
        refused(http.get().uri(LECTURES + "/" + NONE).exchange(), 404, "id");
        refused(http.get().uri(LECTURES + "/1").exchange(), 400, "id");
    }

    @Test
    void asksTheModelOnceAndThenTheCaches() {
        Told first = ask(SIXTH, "summary");
        Told second = ask(SIXTH, "summary");
        redis.del(first.redisKey());
        Told third = ask(SIXTH, "summary");

        assertThat(List.of(first.outcome(), second.outcome(), third.outcome()))
                .containsExactly(Access.Outcome.miss, Access.Outcome.redis, Access.Outcome.postgres);
        await("refilled from the row").until(() -> redis.exists(first.redisKey()) == 1);
        assertThat(redis.ttl(first.redisKey())).isBetween(3200L, 3600L);
        assertThat(hashOfAnswer(first.cacheKey())).isEqualTo(currentHash(SIXTH));
    }

    @Test
    void tellsTheStatisticsOfEachQuestion() {
        String cacheKey = ask(SIXTH, "flashcards").cacheKey();
        ask(SIXTH, "flashcards");

        assertThat(access(cacheKey, Access.Outcome.miss).tokensSaved()).isZero();
        Access hit = access(cacheKey, Access.Outcome.redis);
        assertThat(hit.tokensSaved()).isPositive();
        assertThat(hit.cache()).isEqualTo("ai-responses");
        assertThat(hit.operation()).isEqualTo("flashcards");
    }

    @Test
    void asksAnewWhenTheRowIsStale() {
        Told first = ask(SIXTH, "explanation");
        makeStale(first.cacheKey());
        redis.del(first.redisKey());

        assertThat(ask(SIXTH, "explanation").outcome()).isEqualTo(Access.Outcome.miss);
        assertThat(hashOfAnswer(first.cacheKey())).isEqualTo(currentHash(SIXTH));
    }

    @Test
    void answersAboutSeveralLecturesDependOnAll() {
        Told answer = body(
                post(
                        SIXTH,
                        "{\"operation\": \"comparison\", \"lectureIds\": [\"%s\"], \"params\": {\"mark\": \"%s\"}}"
                                .formatted(THIRD, mark)),
                Told.class);

        http.get()
                .uri(LECTURES + "/" + THIRD)
                .exchange()
                .expectBody()
                .jsonPath("$.answers[?(@.cacheKey == '%s')].rowPresent".formatted(answer.cacheKey()))
                .isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                SIXTH + " | {}                                                         | 400 | operation",
                SIXTH + " | {\"operation\": \"poem\"}                                  | 400 | operation",
                SIXTH + " | {\"operation\": \"quiz\", \"params\": {\"a\": null}}       | 400 | params",
                SIXTH + " | {\"operation\": \"quiz\", \"params\": {\"a\": 0.5}}        | 400 | params",
                SIXTH + " | {\"operation\": \"quiz\", \"params\": {\"a\": {}}}         | 400 | params",
                SIXTH + " | {\"operation\": \"quiz\", \"params\": {\"a\": \"\\t\"}}    | 400 | params",
                SIXTH + " | {\"operation\": \"quiz\", \"lectureIds\": [null]}          | 400 | lectureIds",
                SIXTH + " | {\"operation\": \"quiz\", \"lectureIds\": [\"" + NONE + "\"]} | 404 | lectureIds",
                NONE + "  | {\"operation\": \"quiz\"}                                  | 404 | id",
                "sixth    | {\"operation\": \"quiz\"}                                  | 400 | id",
            })
    void refusesAQuestionThatMakesNoSenseAndNamesTheField(String id, String body, int status, String field) {
        refused(post(id, body), status, field);
    }

    private Told ask(String lecture, String operation) {
        return body(
                post(lecture, "{\"operation\": \"%s\", \"params\": {\"mark\": \"%s\"}}".formatted(operation, mark)),
                Told.class);
    }

    private RestTestClient.ResponseSpec post(String lecture, String body) {
        return http.post()
                .uri(LECTURES + "/" + lecture + "/answers")
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private RestTestClient.ResponseSpec edit(String lecture, String body) {
        return http.put()
                .uri(LECTURES + "/" + lecture)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private static void refused(RestTestClient.ResponseSpec response, int status, String parameter) {
        response.expectStatus()
                .isEqualTo(HttpStatus.valueOf(status))
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.parameter")
                .isEqualTo(parameter)
                .jsonPath("$.detail")
                .isNotEmpty();
    }

    private static Access access(String cacheKey, Access.Outcome outcome) {
        return EventJson.read(
                record(
                                ConsoleApplication.TOPICS.accesses(),
                                record -> record.key().equals(cacheKey)
                                        && EventJson.read(record.value(), Access.class)
                                                        .outcome()
                                                == outcome)
                        .value(),
                Access.class);
    }

    private void makeStale(String cacheKey) {
        database.sql("UPDATE ai_response_cache SET content_hash = 'old' WHERE cache_key = ?")
                .param(cacheKey)
                .update();
    }

    private int rowsOf(String cacheKey) {
        return database.sql("SELECT count(*) FROM ai_response_cache WHERE cache_key = ?")
                .param(cacheKey)
                .query(Integer.class)
                .single();
    }

    private String hashOf(String lecture) {
        return database.sql("SELECT content_hash FROM lecture_content_hashes WHERE lecture_id = ?::uuid")
                .param(lecture)
                .query(String.class)
                .single();
    }

    private String hashOfAnswer(String cacheKey) {
        return database.sql("SELECT content_hash FROM ai_response_cache WHERE cache_key = ?")
                .param(cacheKey)
                .query(String.class)
                .single();
    }

    private String currentHash(String lecture) {
        return database.sql("SELECT freshet.current_content_hash(ARRAY[?]::uuid[])")
                .param(lecture)
                .query(String.class)
                .single();
    }

    /** What a caller is told, but for the answer itself. */
    private record Told(String cacheKey, String redisKey, Access.Outcome outcome) {}
}
