package dev.freshet.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

    @ParameterizedTest
    @MethodSource("dev.freshet.events.Samples#all")
    void everyEventComesBackAsItWasWritten(Record event) {
        assertThat(EventJson.read(EventJson.write(event), event.getClass())).isEqualTo(event);
    }

    @Test
    void writesCamelCaseWithTimesInIsoAndLeavesAbsentValuesOut() {
        assertThat(text(EventJson.write(Samples.accessWithoutOperation())))
                .isEqualTo(
                        """
                {"cache":"top-picks","outcome":"miss","tokensSaved":0,"time":"2026-03-01T12:34:56.789Z"}""");
    }

    @Test
    void savesNoTokensUnlessItSaysSo() {
        Access access = access(
                """
                {"cache": "ai-responses", "outcome": "redis", "time": "2026-03-01T12:34:56Z"}""");

        assertThat(access.tokensSaved()).isZero();
        assertThat(access.operation()).isNull();
    }

    @Test
    void ignoresFieldsOfLaterVersions() {
        Access access = access(
                """
                {"cache": "c", "outcome": "miss", "time": "2026-03-01T12:34:56+02:00", "missReason": {"fence": true}}""");

        assertThat(access.time()).isEqualTo(Instant.parse("2026-03-01T10:34:56Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "not json",
                "{}",
                "{'cache': 'c', 'outcome': 'miss', 'time': '2026-03-01T12:34:56Z'",
                "{'outcome': 'miss', 'time': '2026-03-01T12:34:56Z'}",
                "{'cache': '', 'outcome': 'miss', 'time': '2026-03-01T12:34:56Z'}",
                "{'cache': 'c\\u0000', 'outcome': 'miss', 'time': '2026-03-01T12:34:56Z'}",
                "{'cache': 'c', 'operation': 'q\\u0000', 'outcome': 'miss', 'time': '2026-03-01T12:34:56Z'}",
                "{'cache': 'c', 'time': '2026-03-01T12:34:56Z'}",
                "{'cache': 'c', 'outcome': 'hit', 'time': '2026-03-01T12:34:56Z'}",
                "{'cache': 'c', 'outcome': 0, 'time': '2026-03-01T12:34:56Z'}",
                "{'cache': 'c', 'outcome': 'miss'}",
                "{'cache': 'c', 'outcome': 'miss', 'time': 'yesterday'}",
                "{'cache': 'c', 'outcome': 'miss', 'time': '+99999-03-01T12:34:56Z'}",
                "{'cache': 'c', 'outcome': 'miss', 'time': '2026-03-01T12:34:56Z', 'tokensSaved': -1}",
                "{'cache': 'c', 'outcome': 'miss', 'time': '2026-03-01T12:34:56Z', 'tokensSaved': 1.5}",
                "{'cache': 'c', 'outcome': 'miss', 'time': '2026-03-01T12:34:56Z', 'tokensSaved': '7'}",
                "{'cache': 'c', 'outcome': 'miss', 'time': '2026-03-01T12:34:56Z', 'tokensSaved': 1e30}",
            })
    void refusesAnAccessThatCannotBeCounted(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> access(json.replace('\'', '"')))
                .withMessageStartingWith("not a Access: ");
    }

    @Test
    void refusesANameThatNoIndexTakes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Access("c".repeat(256), null, Access.Outcome.miss, 0, Instant.EPOCH))
                .withMessageContaining("256 characters long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id': '1', 'cache': 'c', 'who': 'ann'}",
                "{'id': '1', 'cache': 'c', 'who': 'ann', 'tag': 't', 'key': 'k'}",
                "{'id': '1', 'cache': 'c', 'who': 'ann', 'tag': 't', 'all': true}",
                "{'id': '1', 'who': 'ann', 'tag': 't'}",
                "{'id': '1', 'cache': 'c', 'tag': 't'}",
                "{'cache': 'c', 'who': 'ann', 'tag': 't'}",
            })
    void refusesACommandThatDoesNotSayWhatOrWho(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> EventJson.read(bytes(json), Command.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id': '1', 'cache': 'c', 'tag': 't', 'appliedAt': '2026-03-01T12:34:56Z'}",
                "{'id': '1', 'cache': 'c', 'change': {'table': 'a.b', 'operation': 'delete'}, 'appliedAt': '2026-03-01T12:34:56Z'}",
                "{'id': '1', 'cache': 'c', 'tag': 't', 'change': {'table': 'a.b'}, 'appliedAt': '2026-03-01T12:34:56Z'}",
                "{'id': '1', 'cache': 'c', 'tag': 't', 'change': {'table': 'a.b', 'operation': 'delete'}}",
                "{'id': '1', 'cache': 'c', 'tag': 't', 'change': {'table': 'a.b', 'operation': 'delete'},"
                        + " 'appliedAt': '2026-03-01T12:34:56Z', 'rowsDeleted': -1}",
            })
    void refusesAnInvalidationWithoutCauseOrEffect(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> EventJson.read(bytes(json), Invalidation.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'rules': 'r', 'offsets': []}",
                "{'time': '2026-03-01T12:34:56Z', 'offsets': []}",
                "{'time': '2026-03-01T12:34:56Z', 'rules': 'r'}",
                "{'time': '2026-03-01T12:34:56Z', 'rules': 'r', 'offsets': [null]}",
                "{'time': '2026-03-01T12:34:56Z', 'rules': 'r', 'offsets': [{'topic': 't', 'partition': 0}]}",
                "{'time': '2026-03-01T12:34:56Z', 'rules': 'r', 'offsets':"
                        + " [{'topic': 't', 'topicId': 'i', 'partition': 0, 'nextOffset': -1}]}",
            })
    void refusesAWatermarkThatVouchesForNothing(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> EventJson.read(bytes(json), Watermark.class));
    }

    @Test
    void aCommandIsKeyedByWhatItMakesStale() {
        assertThat(Samples.tagCommand().recordKey()).isEqualTo("lecture:7");
        assertThat(Samples.keyCommand().recordKey()).isEqualTo("key:top_picks:all:fast");
        assertThat(Samples.cacheCommand().recordKey()).isEqualTo("cache:ai-responses");
    }

    @Test
    void onlyRedisAndPostgresAreHits() {
        assertThat(Access.Outcome.values())
                .filteredOn(Access.Outcome::isHit)
                .containsExactly(Access.Outcome.redis, Access.Outcome.postgres);
    }

    private static Access access(String json) {
        return EventJson.read(bytes(json), Access.class);
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1772368496", "1772368496000", "1e300", "-1.5", "{}", "true"})
    void refusesATimeThatIsNoText(String time) {
        String json = "{\"cache\": \"c\", \"outcome\": \"miss\", \"time\": " + time + "}";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventJson.read(json.getBytes(StandardCharsets.UTF_8), Access.class))
                .withMessageContaining("Instant");
    }
}
