package dev.freshet.invalidation.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.events.ChangeHeaders;
import dev.freshet.events.Invalidation;
import dev.freshet.events.Topics;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.RulesFile;
import dev.freshet.rules.StaleCache;
import dev.freshet.rules.StaleKey;
import dev.freshet.rules.StaleTag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {

    private static final RuleSet RULES = RulesFile.read(
            "test",
            """
            caches:
              one: {rows: {table: public.one, tags: "thing:{thing}", key: id}}
              two: {keys: "two:{id}"}
              three: {keys: "three:{id}"}
            sources:
              public.things:
                watch: [name]
                stale: [{cache: one, tag: "thing:{id}"}, {cache: two}]
            """);
    private static final String TOPIC = Topics.DEFAULT.changes("public", "things");

    private final RecordReader reader = new RecordReader(RULES, Topics.DEFAULT);

    @Test
    void readsEverySourceAndTheCommands() {
        assertThat(reader.topics()).containsExactlyInAnyOrder(TOPIC, "freshet.commands");
        assertThat(reader.fedBy(TOPIC)).containsExactly("one", "two");
        assertThat(reader.fedBy("freshet.commands")).containsExactly("one", "three", "two");
    }

    @Test
    void anUpdateMakesStaleWhatTheRulesSay() {
        Effect effect = change(
                """
                {"op": "u", "before": {"id": 7, "name": "a"}, "after": {"id": 7, "name": "b"},
                 "source": {"lsn": 97500059720, "ts_ms": 1700000000123}}""");

        assertThat(effect.stale()).containsExactly(new StaleTag("one", "thing:7"), new StaleKey("two", "two:7"));
        assertThat(effect.poison()).isNull();
        assertThat(effect.provenance()).isEqualTo(new Provenance("900", "1", 3));
        assertThat(effect.cause().change())
                .isEqualTo(new Invalidation.Change(
                        "public.things", "update", "900", "16/B374D848", Instant.ofEpochMilli(1700000000123L)));
    }

    @Test
    void anUnchangedWatchedColumnMakesNothingStale() {
        Effect effect = change(
                """
                {"op": "u", "before": {"id": 7, "name": "a", "n": 1}, "after": {"id": 7, "name": "a", "n": 2}}""");

        assertThat(effect.stale()).isEmpty();
    }

    @Test
    void truncateMakesWholeCachesStale() {
        assertThat(change("{\"op\": \"t\", \"before\": null, \"after\": null}").stale())
                .containsExactly(new StaleCache("one"), new StaleCache("two"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "\"text\"",
                "{}",
                "{\"op\": \"m\"}",
                "{\"op\": 7}",
                "{\"op\": \"u\"}",
                "{\"op\": \"c\", \"after\": 7}",
                "{\"op\": \"c\", \"after\": {}} {}"
            })
    void whatIsNoChangeMakesAllStaleThatTheTableFeeds(String value) {
        Effect effect = change(value);

        assertThat(effect.stale()).containsExactly(new StaleCache("one"), new StaleCache("two"));
        assertThat(Objects.requireNonNull(effect.poison()).reason()).isNotBlank();
        assertThat(Objects.requireNonNull(effect.cause().change()).operation()).isEqualTo("unknown");
        assertThat(effect.cause().change().transactionId()).isEqualTo("900");
        assertThat(effect.provenance()).isEqualTo(new Provenance("900", "1", 3));
    }

    @Test
    void aMissingValueIsNoChange() {
        assertThat(change(null).poison()).isNotNull();
    }

    @Test
    void deeplyNestedJsonIsNoChangeAndNoError() {
        assertThat(change("{\"op\":" + "[".repeat(100_000)).poison()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        ChangeHeaders.TRANSACTION_ID + ",''",
        ChangeHeaders.TRANSACTION_ID + ",-1",
        ChangeHeaders.TRANSACTION_ID + ",0",
        ChangeHeaders.TRANSACTION_ID + ",12a",
        ChangeHeaders.TRANSACTION_ID + ",18446744073709551616",
        ChangeHeaders.SYSTEM_ID + ",''",
        ChangeHeaders.TIMELINE + ",''",
        ChangeHeaders.TIMELINE + ",x",
        ChangeHeaders.TIMELINE + ",0",
        ChangeHeaders.TIMELINE + ",99999999999"
    })
    void garbledHeadersComeFromNobodyKnowsWhere(String header, String value) {
        ConsumerRecord<byte[], byte[]> record = record(TOPIC, "{\"op\": \"t\"}");
        record.headers().remove(header).add(header, value.getBytes(StandardCharsets.UTF_8));

        assertThat(reader.read(record, "id").get(0).provenance()).isEqualTo(Provenance.UNKNOWN);
    }

    @Test
    void theLargestTransactionIdIsOne() {
        ConsumerRecord<byte[], byte[]> record = record(TOPIC, "{\"op\": \"t\"}");
        record.headers()
                .remove(ChangeHeaders.TRANSACTION_ID)
                .add(ChangeHeaders.TRANSACTION_ID, "18446744073709551615".getBytes(StandardCharsets.UTF_8));

        assertThat(reader.read(record, "id").get(0).provenance())
                .isEqualTo(new Provenance("18446744073709551615", "1", 3));
    }

    @Test
    void widenedAnEffectIsAllThatItsTableFeeds() {
        Effect effect = change("{\"op\": \"d\", \"before\": {\"id\": 7}}");

        assertThat(effect.widened().stale()).containsExactly(new StaleCache("one"), new StaleCache("two"));
    }

    @Test
    void aCommandThatCannotBeReadCouldMeanEveryCacheAndIsParkedOnce() {
        var effects = reader.read(record("freshet.commands", "?"), "id");

        assertThat(effects.stream().flatMap(effect -> effect.stale().stream()))
                .containsExactly(new StaleCache("one"), new StaleCache("three"), new StaleCache("two"));
        assertThat(effects.stream().map(Effect::poison).filter(Objects::nonNull))
                .hasSize(1);
    }

    @Test
    void aCommandWaitsForNoTransaction() {
        Effect effect = reader.read(
                        record(
                                "freshet.commands",
                                "{\"id\":\"1\",\"cache\":\"three\",\"key\":\"three:7\",\"who\":\"me\"}"),
                        "id")
                .get(0);

        assertThat(effect.stale()).containsExactly(new StaleKey("three", "three:7"));
        assertThat(effect.provenance()).isNull();
    }

    private Effect change(@Nullable String value) {
        return reader.read(record(TOPIC, value), "id").get(0);
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, @Nullable String value) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(topic, 0, 5, null, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        Map.of(ChangeHeaders.TRANSACTION_ID, "900", ChangeHeaders.SYSTEM_ID, "1", ChangeHeaders.TIMELINE, "3")
                .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
