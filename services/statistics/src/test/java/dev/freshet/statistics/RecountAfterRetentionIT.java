package dev.freshet.statistics;

import static dev.freshet.statistics.Events.computed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.events.Access;
import dev.freshet.events.Access.Reason;
import dev.freshet.statistics.StatsProgram.Finished;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The topic has lost its oldest records: what can be counted again is, and what cannot is neither judged nor replaced. */
class RecountAfterRetentionIT {

    private final Scene scene = new Scene(2, "lectures");
    private final String topic = scene.topics().accesses();
    private final StatsProgram program = new StatsProgram(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void leavesOutForAWeekWhatIsKnownByWhatIsGone() throws Exception {
        write("2026-06-01T10:00:00Z", "x");
        write("2026-06-03T10:00:00Z", "other");
        write("2026-06-05T10:00:00Z", "x"); // in vain, as the first record tells
        write("2026-06-09T10:00:00Z", "y");
        write("2026-06-12T10:00:00Z", "y"); // in vain, as is still to be seen
        count();
        cut(0, 1);

        assertThat(recount("2026-06-04", "2026-06-12", "--replace").output()).contains(" 0 differences");
        assertThat(scene.rows("SELECT date FROM freshet.daily_operation WHERE needless_invalidations = 1 ORDER BY 1"))
                .containsExactly("2026-06-05", "2026-06-12");
        scene.jdbc().update("UPDATE freshet.daily_operation SET needless_invalidations = 5");
        assertThat(recount("2026-06-04", "2026-06-12").output())
                .contains("2026-06-12 c quiz: needless_invalidations is 5, and counted again 1")
                .contains(" 1 differences");
    }

    @Test
    void anEmptiedPartitionIsAsOldAsItsPosition() throws Exception {
        write("2026-06-04T10:00:00Z", "x");
        scene.putAt(Instant.parse("2026-06-01T10:00:00Z"), topic, 1, "z", event("2026-06-01T10:00:00Z"));
        count();
        scene.jdbc()
                .update("UPDATE freshet.consumer_position SET updated_at = '2026-06-02T00:00:10Z' WHERE partition = 1");
        cut(1, 1);

        assertThat(recount("2026-06-03", "2026-06-04").output()).contains(" 0 differences");
        assertThat(recount("2026-06-02", "2026-06-04").output())
                .contains("no longer has all records of 2026-06-02 to 2026-06-02")
                .doesNotContain("differences");
    }

    @Test
    void refusesADayWithEventsDatedAheadThatAreGone() throws Exception {
        scene.putAt(Instant.parse("2026-06-01T10:00:00Z"), topic, 0, "x", event("2026-06-20T10:00:00Z"));
        write("2026-06-03T10:00:00Z", "x");
        write("2026-06-05T10:00:00Z", "x");
        write("2026-06-20T10:00:00Z", "x");
        count();
        cut(0, 1);

        assertThat(recount("2026-06-04", "2026-06-19").output()).contains(" 0 differences");
        Finished ahead = recount("2026-06-04", "2026-06-20", "--replace");
        assertThat(ahead.exitCode()).isEqualTo(1);
        assertThat(ahead.output()).contains("no longer has all records of 2026-06-20: some are dated ahead");
        assertThat(scene.rows("SELECT loads FROM freshet.daily_operation WHERE date = '2026-06-20'"))
                .containsExactly("2");
    }

    private void write(String time, String key) {
        scene.putAt(Instant.parse(time), topic, 0, key, event(time));
    }

    private static Access event(String time) {
        return computed("c", Reason.absent, 100, "h", time);
    }

    private void count() {
        scene.start();
        scene.awaitCounted("statistics-accesses", topic);
    }

    private void cut(int partition, long before) throws Exception {
        scene.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }

    private Finished recount(String from, String to, String... more) {
        String[] arguments = Stream.concat(Stream.of("recount", "--from=" + from, "--to=" + to), Stream.of(more))
                .toArray(String[]::new);
        return program.run(arguments);
    }
}
