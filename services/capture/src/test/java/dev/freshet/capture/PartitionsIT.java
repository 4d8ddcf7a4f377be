package dev.freshet.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.TestServers;
import dev.freshet.events.ChangeHeaders;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of partitions are changes of their root, and no partition goes or comes unseen. */
class PartitionsIT {

    private static final String RULES =
            """
            caches:
              answers: {keys: "answer:{id}"}
            sources:
              public.runs:
                stale: [{cache: answers, key: "answer:{id}"}]
            """;

    private CaptureRig rig;
    private TopicReader topics;

    @BeforeEach
    void start() {
        rig = new CaptureRig(
                TestServers.shared(),
                RULES,
                "create table public.runs (id int, day int, note text, primary key (id, day)) partition by range (day)",
                "create schema old",
                "create table old.\"Runs of 1\" partition of public.runs for values from (1) to (2)",
                "create table public.runs_2 partition of public.runs for values from (2) to (4) partition by range (day)",
                "create table public.runs_2a partition of public.runs_2 for values from (2) to (3)");
        topics = rig.reader();
        rig.start();
        rig.awaitGaps(1);
    }

    @AfterEach
    void stop() {
        topics.close();
        rig.close();
    }

    @Test
    void aChangeOfAPartitionIsOneOfTheRoot() {
        rig.sql("insert into public.runs values (1, 1, 'a'), (2, 2, 'b')");
        rig.sql("update public.runs set note = 'c' where id = 2");
        rig.sql("delete from public.runs where id = 1");

        TopicReader.Message delete =
                topics.first(runs(), message -> message.op().equals("d"));
        TopicReader.Message update =
                topics.first(runs(), message -> message.op().equals("u"));
        assertThat(delete.keyText()).isEqualTo("{\"id\":1,\"day\":1}");
        assertThat(update.keyText()).isEqualTo("{\"id\":2,\"day\":2}");
        assertThat(update.header(ChangeHeaders.TABLE)).isEqualTo("public.runs");
    }

    @Test
    void aRowThatMovesIsADeleteAndAnInsert() {
        rig.sql("insert into public.runs values (1, 1, 'a')");
        rig.sql("update public.runs set day = 2 where id = 1");

        topics.first(runs(), message -> message.op().equals("d"));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(topics.all(runs()))
                .extracting(TopicReader.Message::op)
                .containsExactlyInAnyOrder("c", "d", "c"));
    }

    @Test
    void aTruncatedPartitionIsSeen() {
        rig.sql("truncate old.\"Runs of 1\"");

        assertThat(topics.first(runs(), message -> message.op().equals("t")).header(ChangeHeaders.TABLE))
                .isEqualTo("public.runs");
    }

    @Test
    void aTruncatedRootIsSeen() {
        rig.sql("truncate public.runs");

        topics.first(runs(), message -> message.op().equals("t"));
    }

    @Test
    void aDetachedPartitionIsAGap() {
        rig.sql("alter table public.runs detach partition old.\"Runs of 1\"");
        rig.awaitGaps(2);

        assertThat(rig.reasons().get(1)).contains("a partition came or went");
        rig.sql("insert into public.runs values (2, 2, 'b')");
        topics.first(runs(), message -> message.isOf(2));
    }

    @Test
    void aPartitionAttachedDeepBelowIsAGapAndIsCaptured() {
        rig.sql("create table public.late (id int, day int, note text, primary key (id, day))");
        rig.sql("insert into public.late values (7, 3, 'unseen')");
        rig.sql("alter table public.runs_2 attach partition public.late for values from (3) to (4)");
        rig.awaitGaps(2);

        rig.sql("insert into public.runs values (8, 3, 'seen')");
        topics.first(runs(), message -> message.isOf(8));
    }

    /** A lock stops the start between its look at the publication and its own note of it. */
    @Test
    void aPartitionAttachedWhileCaptureBeginsIsAGap() throws SQLException {
        rig.stopAll();
        rig.sql("create table public.late (id int, day int, note text, primary key (id, day))");
        try (Connection other = rig.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select from freshet.capture_state for update");
            rig.start(rig.rules());
            await().atMost(Duration.ofSeconds(40)).until(() -> rig.database()
                    .sql("select exists (select from pg_stat_activity where datname = current_database()"
                            + " and wait_event_type = 'Lock' and query like '%capture_state%')")
                    .query(Boolean.class)
                    .single());
            rig.sql("alter table public.runs_2 attach partition public.late for values from (3) to (4)");
            other.commit();
        }
        rig.awaitGaps(2);

        assertThat(rig.reasons().get(1)).contains("a partition came or went");
    }

    @Test
    void anOrdinaryRestartIsNoGap() {
        rig.stopAll();
        rig.sql("insert into public.runs values (5, 1, 'a')");
        rig.start();
        topics.first(runs(), message -> message.isOf(5));

        assertThat(rig.reasons()).hasSize(1);
    }

    private String runs() {
        return rig.topics().changes("public", "runs");
    }
}
