package dev.freshet.invalidation;

import static dev.freshet.invalidation.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.TestServers;
import dev.freshet.events.Invalidation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class RetryIT extends OnStage {

    @Test
    void aDeadlockIsTriedAgainAndNothingIsLost() throws SQLException {
        UUID lecture = course.lecture();
        stage.start();
        String first = stage.cached(lecture);
        String second = stage.cached(lecture);
        Course.Commit commit = course.edit(lecture);
        long deadlocks = deadlocks();
        try (Connection other = course.dataSource.getConnection()) {
            other.setAutoCommit(false);
            hit(other, second);
            stage.capture(commit);
            // It has locked the first row by now, and waits for the second
            await().atMost(SOON)
                    .until(() -> course.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND wait_event_type = 'Lock' AND query LIKE 'DELETE%'")
                            > 0);
            hit(other, first);
            other.commit();
        }

        await().atMost(SOON).until(() -> stage.isGone(first) && stage.isGone(second));
        await().atMost(SOON).until(() -> deadlocks() > deadlocks);
        assertThat(stage.awaitOutcome("lecture:" + lecture).rowsDeleted()).isEqualTo(2);
    }

    @Test
    void whileRedisIsAwayNothingIsCommittedAndThenAllComesInOrder() {
        try (Cable cable = new Cable(TestServers.shared().redisUri())) {
            ConfigurableApplicationContext instance =
                    stage.with("freshet.redis", cable.uri()).start();
            List<String> keys = new ArrayList<>();
            List<RecordMetadata> sent = new ArrayList<>();
            cable.cut();
            for (int i = 0; i < 5; i++) {
                UUID lecture = course.lecture();
                keys.add(stage.cached(lecture));
                sent.addAll(stage.capture(course.edit(lecture)));
            }

            await().atMost(SOON)
                    .until(() -> Stage.health(instance).getStatus().getCode().equals("DOWN"));
            assertThat(Stage.health(instance).getDetails())
                    .containsEntry("state", "retrying")
                    .containsKey("reason");
            assertThat(keys).allMatch(course::hasRow);
            assertThat(stage.outcomes()).isEmpty();
            assertThat(sent).allSatisfy(record -> assertThat(stage.committedOffset(record))
                    .isLessThanOrEqualTo(0));
            cable.mend();

            await().atMost(SOON).until(() -> keys.stream().allMatch(stage::isGone));
            await().atMost(SOON)
                    .until(() -> Stage.health(instance).getStatus().getCode().equals("UP"));
            assertThat(stage.awaitOutcomes(all -> all.size() >= 5).stream()
                            .map(Invalidation::id)
                            .distinct())
                    .hasSize(5);
        }
    }

    @Test
    void aRedisThatWasAwayAtTheStartIsFoundWhenItComes() {
        try (Cable cable = new Cable(TestServers.shared().redisUri())) {
            cable.cut();
            UUID lecture = course.lecture();
            ConfigurableApplicationContext instance =
                    stage.with("freshet.redis", cable.uri()).launch();
            await().atMost(SOON)
                    .until(() -> Stage.health(instance).getStatus().getCode().equals("DOWN"));
            cable.mend();

            String key = stage.cached(lecture);
            stage.capture(course.edit(lecture));
            await().atMost(SOON).until(() -> stage.isGone(key));
        }
    }

    @Test
    void aDatabaseThatWasAwayIsFoundAgain() {
        UUID lecture = course.lecture();
        stage.start();
        String key = stage.cached(lecture);
        Course.Commit commit = course.edit(lecture);
        course.count("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid() AND query LIKE '%pg_visible_in_snapshot%'");

        stage.capture(commit);

        await().atMost(SOON).until(() -> stage.isGone(key));
    }

    @Test
    void aBugIsLoudAndStopsEverythingBehindItUntilItIsMended() {
        UUID lecture = course.lecture();
        ConfigurableApplicationContext instance = stage.start();
        String key = stage.cached(lecture);
        Course.Commit commit = course.edit(lecture);
        course.sql.execute("ALTER FUNCTION freshet.current_content_hash(uuid[]) RENAME TO renamed_by_mistake");
        try {
            RecordMetadata sent = stage.capture(commit).get(0);
            await().atMost(SOON).until(() -> "needs mending"
                    .equals(Stage.health(instance).getDetails().get("state")));
            assertThat(Stage.health(instance).getStatus().getCode()).isEqualTo("DOWN");
            assertThat(stage.redis().exists(stage.keys.fence("lecture:" + lecture)))
                    .isEqualTo(1); // raised before the rows are touched
            assertThat(stage.committedOffset(sent)).isLessThanOrEqualTo(sent.offset());
        } finally {
            course.sql.execute("ALTER FUNCTION freshet.renamed_by_mistake(uuid[]) RENAME TO current_content_hash");
        }

        await().atMost(SOON).until(() -> stage.isGone(key));
    }

    @Test
    void rowsStayUntilTheirOutcomesAreAcknowledged() {
        UUID lecture = course.lecture();
        ConfigurableApplicationContext instance =
                stage.with("freshet.invalidation.kafka-timeout", "3s").start();
        String key = stage.cached(lecture);
        Stage.got(
                stage.kafka.deleteTopics(List.of(stage.topics.invalidations())).all());

        RecordMetadata sent = stage.capture(course.edit(lecture)).get(0);

        await().atMost(SOON)
                .until(() -> stage.redis().exists(stage.redisKey(key)) == 0
                        && Stage.health(instance).getStatus().getCode().equals("DOWN"));
        assertThat(course.hasRow(key)).isTrue();
        assertThat(stage.committedOffset(sent)).isLessThanOrEqualTo(sent.offset());
        stage.createTopics(List.of(stage.topics.invalidations()));

        assertThat(stage.awaitOutcome("lecture:" + lecture).rowsDeleted()).isEqualTo(1);
        await().atMost(SOON).until(() -> stage.isGone(key));
    }

    private static void hit(Connection connection, String key) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE public.ai_response_cache SET hit_count = hit_count + 1 WHERE cache_key = ?")) {
            update.setString(1, key);
            update.executeUpdate();
        }
    }

    private long deadlocks() {
        return course.count("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }
}
