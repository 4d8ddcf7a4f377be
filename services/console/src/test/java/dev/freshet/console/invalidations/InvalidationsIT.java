package dev.freshet.console.invalidations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.console.ConsoleApplication;
import dev.freshet.console.ConsoleIT;
import dev.freshet.events.Command;
import dev.freshet.events.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.client.RestTestClient;

class InvalidationsIT extends ConsoleIT {

    private static final String LECTURE = "lecture:1e000000-0000-4000-8000-000000000001";

    @BeforeEach
    void emptyLog() {
        database.sql("DELETE FROM freshet.invalidation_log").update();
    }

    @Test
    void showsTheLatestOutcomesNewestFirst() {
        logged("old", "2026-01-01T00:00:00Z");
        logged("new", "2026-01-03T00:00:00Z");
        logged("middle", "2026-01-02T00:00:00Z");

        latest("?limit=2")
                .jsonPath("$.invalidations.length()")
                .isEqualTo(2)
                .jsonPath("$.invalidations[0].id")
                .isEqualTo("new")
                .jsonPath("$.invalidations[1].id")
                .isEqualTo("middle");
    }

    @Test
    void showsTheChangeThatCausedAnOutcomeAndNoCommand() {
        database.sql(
                        """
                        INSERT INTO freshet.invalidation_log VALUES ('a', 'ai-responses', 'lecture:1',
                            'public.lecture_content_hashes', 'update', '774', '0/1A2B', '2026-01-01T00:00:00.5Z',
                            NULL, NULL, NULL, 3, 2, '2026-01-01T00:00:00.584Z')
                        """)
                .update();

        latest("")
                .json(
                        """
                {"invalidations": [{"id": "a", "cache": "ai-responses", "tag": "lecture:1",
                  "change": {"table": "public.lecture_content_hashes", "operation": "update", "transactionId": "774",
                             "lsn": "0/1A2B", "commitTime": "2026-01-01T00:00:00.500Z"},
                  "rowsDeleted": 3, "keysRemoved": 2, "appliedAt": "2026-01-01T00:00:00.584Z"}]}
                """,
                        JsonCompareMode.STRICT);
    }

    @Test
    void showsTheCommandThatCausedAnOutcomeAndNoChange() {
        database.sql(
                        """
                        INSERT INTO freshet.invalidation_log (id, cache, tag, command_id, who, why, applied_at)
                        VALUES ('a', 'ai-responses', 'cache:ai-responses', 'c1', 'ann', 'new model', '2026-01-01T00:00:00Z')
                        """)
                .update();

        latest("")
                .json(
                        """
                {"invalidations": [{"id": "a", "cache": "ai-responses", "tag": "cache:ai-responses",
                  "command": {"id": "c1", "who": "ann", "why": "new model"},
                  "rowsDeleted": 0, "keysRemoved": 0, "appliedAt": "2026-01-01T00:00:00Z"}]}
                """,
                        JsonCompareMode.STRICT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "ten", "1;DROP", "99999999999"})
    void refusesALimitThatIsNone(String limit) {
        refused(http.get().uri("/v1/invalidations?limit={limit}", limit).exchange(), HttpStatus.BAD_REQUEST, "limit");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"tag\": \"" + LECTURE + "\"', " + LECTURE,
        "'\"key\": \"ai:response:abc\"', key:ai:response:abc",
        "'\"all\": true', cache:ai-responses",
    })
    void publishesACommandForEachKindOfTarget(String target, String recordKey) {
        String id = accepted("{\"cache\": \"ai-responses\", %s, \"reason\": \"a typo\"}".formatted(target));

        ConsumerRecord<String, byte[]> record = command(id);
        Command command = EventJson.read(record.value(), Command.class);
        assertThat(record.key()).isEqualTo(recordKey);
        assertThat(command.recordKey()).isEqualTo(recordKey);
        assertThat(command.cache()).isEqualTo("ai-responses");
        assertThat(command.who()).isEqualTo("local");
        assertThat(command.why()).isEqualTo("a typo");
        assertThat(headers(record))
                .containsEntry("ce_id", id)
                .containsEntry("ce_type", "dev.freshet.command.v1")
                .containsEntry("ce_source", "/freshet/console")
                .containsKeys("ce_specversion", "ce_time", "content-type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                               | tag",
                "{\"cache\": \"ai-responses\"}                                    | tag",
                "{\"cache\": \"ai-responses\", \"all\": false}                    | tag",
                "{\"cache\": \"ai-responses\", \"all\": true, \"tag\": \"lecture:1\"} | tag",
                "{\"cache\": \"ai-responses\", \"key\": \"ai:response:a\", \"tag\": \"lecture:1\"} | tag",
                "{\"all\": true}                                                  | cache",
                "{\"cache\": \"ai-response\", \"all\": true}                      | cache",
                "{\"cache\": \"ai-responses\", \"tag\": \"course:1\"}             | tag",
                "{\"cache\": \"ai-responses\", \"tag\": \" \"}                    | tag",
                "{\"cache\": \"ai-responses\", \"tag\": \"lecture:1\\n2\"}        | tag",
                "{\"cache\": \"ai-responses\", \"key\": \"session:42\"}           | key",
                "{\"cache\": \"ai-responses\", \"all\": true, \"reason\": \"\"}   | reason",
                "{\"cache\": \"ai-responses\", \"all\": [1]}                      | all",
            })
    void refusesACommandThatMakesNoSenseAndNamesTheField(String body, String field) {
        refused(post(body), HttpStatus.BAD_REQUEST, field);
    }

    @Test
    void namesTheKnownCachesWhenThereIsNoSuchCache() {
        post("{\"cache\": \"other\", \"all\": true}")
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("there is no such cache; the rules know ai-responses, top-picks");
    }

    @Test
    void refusesAReasonThatIsTooLong() {
        String reason = "x".repeat(1001);
        refused(
                post("{\"cache\": \"ai-responses\", \"all\": true, \"reason\": \"%s\"}".formatted(reason)),
                HttpStatus.BAD_REQUEST,
                "reason");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\"all\"", "{\"cache\": }"})
    void refusesABodyThatIsNoObject(String body) {
        post(body).expectStatus().isBadRequest().expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void refusesABodyThatIsNotSaidToBeJson() {
        http.post()
                .uri("/v1/invalidations")
                .contentType(MediaType.TEXT_PLAIN)
                .body("{\"cache\": \"ai-responses\", \"all\": true}")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    }

    private void logged(String id, String appliedAt) {
        database.sql(
                        "INSERT INTO freshet.invalidation_log (id, cache, tag, applied_at) VALUES (?, 'c', 't', ?::timestamptz)")
                .params(id, appliedAt)
                .update();
    }

    private RestTestClient.BodyContentSpec latest(String query) {
        return http.get()
                .uri("/v1/invalidations" + query)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
    }

    private RestTestClient.ResponseSpec post(String body) {
        return http.post()
                .uri("/v1/invalidations")
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private String accepted(String body) {
        RestTestClient.ResponseSpec response = post(body);
        response.expectStatus().isAccepted();
        return body(response, InvalidationEndpoints.Accepted.class).id();
    }

    private static ConsumerRecord<String, byte[]> command(String id) {
        return record(ConsoleApplication.TOPICS.commands(), record -> new String(record.value(), StandardCharsets.UTF_8)
                .contains(id));
    }

    private static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        return Arrays.stream(record.headers().toArray())
                .collect(Collectors.toMap(
                        header -> header.key(), header -> new String(header.value(), StandardCharsets.UTF_8)));
    }

    private static void refused(RestTestClient.ResponseSpec response, HttpStatus status, String parameter) {
        response.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.parameter")
                .isEqualTo(parameter)
                .jsonPath("$.detail")
                .isNotEmpty();
    }
}
