package dev.freshet.console.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.cache.control.ControlRedis;
import dev.freshet.cache.control.Fences;
import dev.freshet.console.ConsoleApplication;
import dev.freshet.console.ConsoleIT;
import dev.freshet.events.Access;
import dev.freshet.events.EventJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GatewayIT extends ConsoleIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String LOOKUPS = "/v1/caches/ai-responses/lookups";

    private String lecture;

    /** A lecture that no other test has; and the lease, which the pipeline would grant. */
    @BeforeEach
    void lecture() {
        lecture = UUID.randomUUID().toString();
        database.sql("INSERT INTO public.lectures (id, title, content) VALUES (?::uuid, 'Rain', 'Rain falls.')")
                .param(lecture)
                .update();
        ConsoleApplication.lease(redis);
    }

    @AfterEach
    void removeTheLecture() {
        database.sql("DELETE FROM public.lectures WHERE id = ?::uuid")
                .param(lecture)
                .update();
    }

    @Test
    void anAnswerIsKeptInBothTiersAndFoundInEach() {
        JsonNode miss = lookUp("{\"n\": 2}");
        assertThat(miss.path("outcome").asString()).isEqualTo("miss");
        assertThat(miss.has("answer")).isFalse();

        assertThat(stored(keep(miss, hash(), "{\"rain\": [1.5, 12345678901234567890]}")))
                .containsExactly("postgres", "redis");

        JsonNode hit = lookUp("{\"n\": 2.0}");
        assertThat(hit.path("outcome").asString()).isEqualTo("redis");
        assertThat(hit.path("key").asString()).isEqualTo(key(miss));
        assertThat(hit.has("ticket")).isFalse();
        redis.del("ai:response:" + key(miss));
        JsonNode row = lookUp("{\"n\": 2}");
        assertThat(row.path("outcome").asString()).isEqualTo("postgres");
        assertThat(row.path("answer").toString()).isEqualTo("{\"rain\":[1.5,12345678901234567890]}");
        await().until(() -> redis.exists("ai:response:" + key(miss)) == 1);
        assertThat(redis.pttl("ai:response:" + key(miss))).isBetween(70_000_000L, 86_400_000L);
        assertThat(column(key(miss), "tokens_used")).isEqualTo("420");
    }

    @Test
    void askingByTagsIsAskingByIds() {
        JsonNode byTags = body(
                post(LOOKUPS, "{\"operation\": \"quiz\", \"tags\": [\"lecture:%s\"]}".formatted(lecture)),
                JsonNode.class);

        assertThat(key(byTags)).isEqualTo(key(lookUp("{}")));
    }

    @Test
    void nothingIsKeptOnceTheContentHasChanged() {
        JsonNode miss = lookUp("{}");
        String hash = hash();
        edit();

        refused(keep(miss, hash, "1"), 409, null);

        assertThat(rows(key(miss))).isZero();
        assertThat(redis.exists("ai:response:" + key(miss))).isZero();
    }

    @Test
    void anAnswerMadeFromTheNewContentUnderAnOldTicketIsKeptAsRowAlone() {
        JsonNode miss = lookUp("{}");
        edit();
        fences().raise(List.of("lecture:" + lecture), Duration.ofMinutes(10), List.of());

        assertThat(stored(keep(miss, hash(), "1"))).containsExactly("postgres");
        assertThat(redis.exists("ai:response:" + key(miss))).isZero();
    }

    @Test
    void whatWasMadeStaleIsAMiss() {
        JsonNode miss = lookUp("{}");
        stored(keep(miss, hash(), "1"));
        assertThat(lookUp("{}").path("outcome").asString()).isEqualTo("redis");

        edit();
        fences().raise(List.of("lecture:" + lecture), Duration.ofMinutes(10), List.of());

        assertThat(lookUp("{}").path("outcome").asString()).isEqualTo("miss");
    }

    @Test
    void withoutTheLeaseTheRowAnswers() {
        stored(keep(lookUp("{}"), hash(), "1"));
        redis.del(ConsoleApplication.CONTROL_KEYS.lease());

        assertThat(lookUp("{}").path("outcome").asString()).isEqualTo("postgres");
    }

    @Test
    void eachLookupIsOneAccessAndAPutIsNone() {
        JsonNode miss = lookUp("{}");
        stored(keep(miss, hash(), "1"));
        lookUp("{}");
        lookUp("{}");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(records(ConsoleApplication.TOPICS.accesses())
                                .filter(record -> record.key().equals(key(miss)))
                                .map(record -> EventJson.read(record.value(), Access.class)))
                        .extracting(access -> access.outcome() + " " + access.operation() + " " + access.tokensSaved())
                        .containsExactly("miss quiz 0", "redis quiz 420", "redis quiz 420"));
    }

    @Test
    void aCacheInRedisAloneIsServedByItsKeyTemplate() {
        String question = "{\"params\": {\"universe\": \"%s\", \"mode\": 7}}".formatted(lecture);
        JsonNode miss = body(post("/v1/caches/top-picks/lookups", question), JsonNode.class);
        assertThat(key(miss)).isEqualTo("top_picks:" + lecture + ":7");

        assertThat(stored(put("top-picks", key(miss), Map.of("ticket", miss.path("ticket"), "answer", List.of(1)))))
                .containsExactly("redis");
        JsonNode hit = body(post("/v1/caches/top-picks/lookups", question), JsonNode.class);
        assertThat(hit.path("outcome").asString()).isEqualTo("redis");
        assertThat(hit.path("answer").toString()).isEqualTo("[1]");

        fences().raise(List.of("key:" + key(miss)), Duration.ofMinutes(10), List.of());
        assertThat(body(post("/v1/caches/top-picks/lookups", question), JsonNode.class)
                        .path("outcome")
                        .asString())
                .isEqualTo("miss");
        refused(put("top-picks", key(miss), Map.of("ticket", miss.path("ticket"), "answer", 2)), 409, null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none         | {}                                                                    | 404 | cache",
                "ai-responses | {}                                                                    | 400 | operation",
                "ai-responses | {\"operation\": \"a\\nb\", \"tags\": [\"lecture:1\"]}                 | 400 | operation",
                "ai-responses | {\"operation\": \"quiz\"}                                             | 400 | lectureIds",
                "ai-responses | {\"operation\": \"quiz\", \"lectureIds\": []}                         | 400 | lectureIds",
                "ai-responses | {\"operation\": \"quiz\", \"lectureIds\": [\"1-1-1-1-1\"]}            | 400 | lectureIds",
                "ai-responses | {\"operation\": \"quiz\", \"lectureIds\": [null]}                     | 400 | lectureIds",
                "ai-responses | {\"operation\": \"quiz\", \"lectureIds\": \"x\"}                      | 400 | lectureIds",
                "ai-responses | {\"operation\": \"quiz\", \"tags\": [\"lecture:1\"]}                  | 400 | tags",
                "ai-responses | {\"operation\": \"quiz\", \"tags\": [\"LECTURE\"], \"params\": [1]}   | 400 | params",
                "top-picks    | {}                                                                    | 400 | params",
                "top-picks    | {\"params\": {\"universe\": \"us\"}}                                  | 400 | params",
                "top-picks    | {\"params\": {\"universe\": \"us\", \"mode\": 1.5}}                   | 400 | params",
                "top-picks    | {\"params\": {\"universe\": \"us\", \"mode\": null}}                  | 400 | params",
                "top-picks    | {\"lectureIds\": [], \"params\": {\"universe\": \"us\", \"mode\": 1}} | 400 | lectureIds",
                "top-picks    | {\"tags\": [\"a\"], \"params\": {\"universe\": \"us\", \"mode\": 1}}  | 400 | tags",
            })
    void refusesALookupThatMakesNoSenseAndNamesTheField(String cache, String body, int status, String field) {
        String asked = body.replace("LECTURE", "lecture:" + lecture);
        refused(post("/v1/caches/" + cache + "/lookups", asked), status, field);
    }

    @Test
    void refusesParamsThatHaveNoOneName() {
        String question = "{\"operation\": \"quiz\", \"lectureIds\": [\"%s\"], \"params\": %s}";
        refused(post(LOOKUPS, question.formatted(lecture, "{\"n\": 9007199254740993}")), 400, "params");
        refused(
                post(LOOKUPS, question.formatted(lecture, "{\"n\": " + "[".repeat(5000) + "]".repeat(5000) + "}")),
                400,
                null);
        String ticket = new FillTicket(
                        "ai-responses",
                        new LookupRequest(
                                "quiz",
                                List.of(lecture),
                                null,
                                "{\"n\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
                        null)
                .text();
        refused(put("ai-responses", "k", Map.of("ticket", ticket, "contentHash", "x", "answer", 1)), 400, "ticket");
    }

    @Test
    void anAnswerMaySpeakOfTheEscapeThatItMayNotHold() {
        JsonNode miss = lookUp("{}");

        assertThat(stored(keep(miss, hash(), "\"In C write \\\\u0000\""))).containsExactly("postgres", "redis");
        assertThat(lookUp("{}").path("answer").asString()).isEqualTo("In C write \\u0000");
        refused(keep(miss, hash(), "\"\\\\\\u0000\""), 400, "answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "e30", "bnVsbA", "eyJjYWNoZSI6ImFpLXJlc3BvbnNlcyJ9"})
    void refusesATicketThatIsNone(String ticket) {
        String key = key(lookUp("{}"));
        refused(put("ai-responses", key, Map.of("ticket", ticket, "contentHash", "x", "answer", 1)), 400, "ticket");
    }

    @Test
    void refusesATicketOfAnotherAnswerOrCache() {
        JsonNode miss = lookUp("{}");
        JsonNode other = lookUp("{\"n\": 1}");
        Map<String, Object> body = Map.of("ticket", miss.path("ticket"), "contentHash", hash(), "answer", 1);

        refused(put("ai-responses", key(other), body), 400, "ticket");
        refused(put("top-picks", key(miss), body), 400, "ticket");
    }

    @Test
    void refusesAnAnswerThatMakesNoSenseAndNamesTheField() {
        JsonNode miss = lookUp("{}");
        JsonNode ticket = miss.path("ticket");
        refused(put("ai-responses", key(miss), Map.of("contentHash", "x", "answer", 1)), 400, "ticket");
        refused(put("ai-responses", key(miss), Map.of("ticket", ticket, "answer", 1)), 400, "contentHash");
        refused(put("ai-responses", key(miss), Map.of("ticket", ticket, "contentHash", "x")), 400, "answer");
        refused(
                put(
                        "ai-responses",
                        key(miss),
                        Map.of("ticket", ticket, "contentHash", "x", "answer", "x".repeat(500_000))),
                400,
                "answer");
        refused(
                put("ai-responses", key(miss), Map.of("ticket", ticket, "contentHash", "x", "answer", "a\0b")),
                400,
                "answer");
        refused(
                put(
                        "ai-responses",
                        key(miss),
                        Map.of("ticket", ticket, "contentHash", "x", "answer", 1, "tokensUsed", -1)),
                400,
                "tokensUsed");
    }

    private JsonNode lookUp(String params) {
        String question = "{\"operation\": \"quiz\", \"lectureIds\": [\"%s\"], \"params\": %s}";
        return body(post(LOOKUPS, question.formatted(lecture, params)), JsonNode.class);
    }

    private static String key(JsonNode lookup) {
        return lookup.path("key").asString();
    }

    private RestTestClient.ResponseSpec keep(JsonNode miss, String hash, String answer) {
        Map<String, Object> body = Map.of(
                "ticket", miss.path("ticket"), "contentHash", hash, "answer", new RawAnswer(answer), "tokensUsed", 420);
        return put("ai-responses", key(miss), body);
    }

    private RestTestClient.ResponseSpec put(String cache, String key, Map<String, ?> body) {
        return http.put()
                .uri("/v1/caches/{cache}/answers/{key}", cache, key)
                .contentType(MediaType.APPLICATION_JSON)
                .body(JSON.writeValueAsString(body))
                .exchange();
    }

    private RestTestClient.ResponseSpec post(String path, String body) {
        return http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private static List<String> stored(RestTestClient.ResponseSpec response) {
        response.expectStatus().isCreated();
        return body(response, Stored.class).stored();
    }

    private static void refused(RestTestClient.ResponseSpec response, int status, @Nullable String parameter) {
        RestTestClient.BodyContentSpec body = response.expectStatus()
                .isEqualTo(HttpStatus.valueOf(status))
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.detail")
                .isNotEmpty();
        if (parameter != null) {
            body.jsonPath("$.parameter").isEqualTo(parameter);
        }
    }

    private Fences fences() {
        return new Fences(new ControlRedis(ConsoleApplication.CONTROL_KEYS, () -> redis));
    }

    private void edit() {
        database.sql("UPDATE public.lectures SET content = content || ' It rains.' WHERE id = ?::uuid")
                .param(lecture)
                .update();
    }

    private String hash() {
        return database.sql("SELECT freshet.current_content_hash(ARRAY[?]::uuid[])")
                .param(lecture)
                .query(String.class)
                .single();
    }

    private int rows(String key) {
        return database.sql("SELECT count(*) FROM public.ai_response_cache WHERE cache_key = ?")
                .param(key)
                .query(Integer.class)
                .single();
    }

    private String column(String key, String column) {
        return database.sql("SELECT " + column + "::text FROM public.ai_response_cache WHERE cache_key = ?")
                .param(key)
                .query(String.class)
                .single();
    }

    /** JSON as it stands. */
    private record RawAnswer(
            @com.fasterxml.jackson.annotation.JsonRawValue @com.fasterxml.jackson.annotation.JsonValue String json) {}
}
