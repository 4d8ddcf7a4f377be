package dev.freshet.embedded;

import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.lifecycle.Startables;

/**
 * PostgreSQL, Kafka and Redis as containers of this JVM, which go with it.
 *
 * @param containers in the order in which they stop
 */
record DockerServers(
        PostgresDatabases databases, String bootstrapServers, String redisUri, List<? extends Startable> containers)
        implements Servers {

    private static final Logger LOG = LoggerFactory.getLogger(DockerServers.class);

    /**
     * Starts all three, or none.
     *
     * @throws ServerStartException when there is no Docker, or an image does not come up
     */
    static Servers start() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new ServerStartException(
                    "No Docker engine answers, which -Dfreshet.servers=docker needs: start one,"
                            + " name it in the environment variable DOCKER_HOST, or leave the property out for embedded servers");
        }
        DockerServers servers = start(DockerImages.postgres(), DockerImages.kafka(), DockerImages.redis());
        LOG.info("Containers: {}, {}, {}", servers.jdbcUrl(""), servers.bootstrapServers(), servers.redisUri());
        return servers;
    }

    /** Kafka stops first, whose clients still write to PostgreSQL and Redis. */
    private static DockerServers start(GenericContainer<?> postgres, KafkaContainer kafka, GenericContainer<?> redis) {
        List<GenericContainer<?>> all = List.of(kafka, redis, postgres);
        try {
            Startables.deepStart(all).join();
        } catch (CompletionException e) {
            all.forEach(Startable::stop);
            throw new ServerStartException("A container did not start: " + e.getCause(), e);
        }
        return new DockerServers(
                new PostgresDatabases(postgres.getHost(), postgres.getMappedPort(DockerImages.POSTGRES_PORT)),
                kafka.getBootstrapServers(),
                "redis://" + redis.getHost() + ":" + redis.getMappedPort(DockerImages.REDIS_PORT),
                all);
    }

    @Override
    public String jdbcUrl(String database) {
        return databases.jdbcUrl(database);
    }

    @Override
    public String user() {
        return Postgres.USER;
    }

    @Override
    public String password() {
        return Postgres.PASSWORD;
    }

    @Override
    public void createDatabase(String name) {
        databases.create(name);
    }

    @Override
    public void close() {
        containers.forEach(Startable::stop);
    }
}
