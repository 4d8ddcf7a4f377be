package dev.freshet.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The images that {@code docker-compose.yml} names as well, set up like the embedded servers. The system properties
 * {@code freshet.docker.postgres}, {@code …kafka} and {@code …redis} name others.
 */
final class DockerImages {

    static final int POSTGRES_PORT = 5432;
    static final int REDIS_PORT = 6379;

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final long SHARED_MEMORY = 256L * 1024 * 1024;

    private DockerImages() {}

    static GenericContainer<?> postgres() {
        List<String> command = new ArrayList<>(List.of("postgres"));
        PostgresParameters.everywhere().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return new GenericContainer<>(image("postgres", "postgres:18"))
                .withEnv("POSTGRES_USER", Postgres.USER)
                .withEnv("POSTGRES_PASSWORD", Postgres.PASSWORD)
                .withEnv("POSTGRES_DB", "freshet")
                .withCommand(command.toArray(String[]::new))
                .withSharedMemorySize(SHARED_MEMORY)
                .withExposedPorts(POSTGRES_PORT)
                // the first time it is ready for the image's own preparations only
                .waitingFor(Wait.forLogMessage(".*database system is ready to accept connections.*", 2)
                        .withStartupTimeout(START_LIMIT));
    }

    static KafkaContainer kafka() {
        KafkaContainer kafka =
                new KafkaContainer(image("kafka", "apache/kafka:4.3.1").asCompatibleSubstituteFor("apache/kafka"));
        KafkaProperties.everywhere()
                .forEach((name, value) ->
                        kafka.withEnv("KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        return kafka.withEnv("KAFKA_HEAP_OPTS", "-Xms256m -Xmx512m").withStartupTimeout(START_LIMIT);
    }

    static GenericContainer<?> redis() {
        return new GenericContainer<>(image("redis", "redis:8"))
                // tests play a failover by DEBUG, which Redis 7 and newer keep back otherwise
                .withCommand("redis-server", "--appendonly", "yes", "--save", "", "--enable-debug-command", "yes")
                .withExposedPorts(REDIS_PORT)
                .waitingFor(
                        Wait.forLogMessage(".*Ready to accept connections.*", 1).withStartupTimeout(START_LIMIT));
    }

    private static DockerImageName image(String server, String usual) {
        return DockerImageName.parse(System.getProperty("freshet.docker." + server, usual));
    }
}
