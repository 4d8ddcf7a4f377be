package dev.freshet.statistics.invalidations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.events.Topics;
import dev.freshet.statistics.folding.Tables;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

class InvalidationFoldTest {

    private final JdbcTemplate none = new JdbcTemplate();
    private final InvalidationFold fold =
            new InvalidationFold(Topics.DEFAULT, new Tables(none), new InvalidationLog(none), new RemovalTotals(none));

    @Test
    void readsAnOutcomeThatSaysOnlyWhatItMust() {
        var outcome = fold.read(
                entry(
                        """
                {"id": "1", "cache": "c", "tag": "t", "change": {"table": "t", "operation": "unknown"},
                 "appliedAt": "2026-01-01T00:00:00Z", "added": "later"}"""));

        assertThat(outcome.id()).isEqualTo("1");
        assertThat(outcome.command()).isNull();
        assertThat(outcome.rowsDeleted()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'cache': 'c', 'tag': 't', <cause>'appliedAt': '2026-01-01T00:00:00Z'}",
                "{'id': '1', 'cache': '', 'tag': 't', <cause>'appliedAt': '2026-01-01T00:00:00Z'}",
                "{'id': '1', 'cache': 'c', <cause>'appliedAt': '2026-01-01T00:00:00Z'}",
                "{'id': '1', 'cache': 'c', 'tag': 't', <cause>'rowsDeleted': 1}",
                "{'id': '1', 'cache': 'c', 'tag': 't\\u0000', <cause>'appliedAt': '2026-01-01T00:00:00Z'}",
                "{'id': '1', 'cache': 'c', 'tag': 't', <cause>'appliedAt': '+10000-01-01T00:00:00Z'}",
                "{'id': '1', 'cache': 'c', 'tag': 't', <cause>'rowsDeleted': -1, "
                        + "'appliedAt': '2026-01-01T00:00:00Z'}",
                "{'id': '1', 'cache': 'c', 'tag': 't', <cause>'keysRemoved': 9223372036854775807, "
                        + "'appliedAt': '2026-01-01T00:00:00Z'}",
                "{'id': '1', 'cache': 'c', 'tag': 't', 'appliedAt': '2026-01-01T00:00:00Z'}",
                "{'id': '1', 'cache': 'c', 'tag': 't', 'change': {'table': 't', 'operation': 'update', "
                        + "'commitTime': '+300000-01-01T00:00:00Z'}, 'appliedAt': '2026-01-01T00:00:00Z'}",
                "{'id': '1', 'cache': 'c', 'tag': 't', 'change': {'table': 't', 'operation': 'update', "
                        + "'lsn': '\\ud800'}, 'appliedAt': '2026-01-01T00:00:00Z'}"
            })
    void refusesAnOutcomeThatMakesNoSense(String value) {
        String cause = "\"change\": {\"table\": \"t\", \"operation\": \"update\"}, ";
        String json = value.replace('\'', '"').replace("<cause>", cause);
        assertThatThrownBy(() -> fold.read(entry(json)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("null");
    }

    private static ConsumerRecord<byte[], byte[]> entry(String value) {
        return new ConsumerRecord<>("t", 0, 0, new byte[0], value.getBytes(StandardCharsets.UTF_8));
    }
}
