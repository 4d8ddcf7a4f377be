package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import io.lettuce.core.RedisClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The whole path once more, on the Kafka of a container; skipped where there is no Docker. */
@EnabledIfDockerAvailable
class KafkaContainerIT {

    private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.3.1");
    private static final String LECTURE = "1e000000-0000-4000-8000-000000000001";

    @Test
    void anEditedLectureTakesItsAnswersAlong(@TempDir Path folder) throws Exception {
        Servers servers = TestServers.shared();
        servers.createDatabase("kafka_container");
        try (KafkaContainer kafka = new KafkaContainer(IMAGE)) {
            kafka.start();
            FreshetProcess.Addresses addresses = new FreshetProcess.Addresses(
                    servers.jdbcUrl("kafka_container"), kafka.getBootstrapServers(), servers.redisUri());
            try (FreshetProcess freshet = FreshetProcess.startOn(addresses, folder.resolve("state"));
                    Connection database = freshet.connect();
                    var statement = database.createStatement()) {
                assertThat(answers(database)).isPositive();
                awaitLease(freshet);
                statement.execute("UPDATE public.lectures SET content = 'Short.' WHERE id = '" + LECTURE + "'");
                await().atMost(Duration.ofSeconds(20)).until(() -> answers(database) == 0);
                assertThat(Outcomes.firstThatDeleted(freshet, "lecture:" + LECTURE)
                                .path("keysRemoved")
                                .asLong())
                        .isPositive();
            }
        }
    }

    /** The first start is a gap, and what is stale when that is treated goes by it: an edit has to come later. */
    private static void awaitLease(FreshetProcess freshet) {
        try (RedisClient client = freshet.redis()) {
            var redis = client.connect().sync();
            await().atMost(Duration.ofSeconds(60)).until(() -> redis.exists("{freshet}:lease") == 1);
        }
    }

    private static long answers(Connection database) throws Exception {
        try (var statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM public.ai_response_cache WHERE '" + LECTURE + "' = ANY(lecture_ids)")) {
            row.next();
            return row.getLong(1);
        }
    }
}
