package dev.freshet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** All three, running. */
record RunningServers(Postgres postgres, Kafka kafka, Redis redis) implements AutoCloseable {

    static RunningServers start(ServerFolder folder, EmbeddedSettings settings, Binaries binaries) {
        endLeftOvers(folder, binaries);
        Ports ports = Ports.free(settings);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            return start(folder, settings, binaries, ports, threads);
        } finally {
            threads.shutdown();
        }
    }

    private static void endLeftOvers(ServerFolder folder, Binaries binaries) {
        try {
            LeftOver.end("PostgreSQL", PostgresCluster.pidFile(folder.postgresData()), () -> folder.postgres(
                            binaries.postgres())
                    .stop());
            LeftOver.end("Redis", folder.redis().pidFile(), folder.redis()::stop);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RunningServers start(
            ServerFolder folder, EmbeddedSettings settings, Binaries binaries, Ports ports, ExecutorService threads) {
        Starting<Postgres> postgres = new Starting<>(
                threads,
                "PostgreSQL",
                () -> Postgres.start(
                        folder.postgres(binaries.postgres()), ports.postgres(), settings.postgresParameters()));
        Starting<Kafka> kafka = new Starting<>(
                threads,
                "Kafka",
                () -> Kafka.start(
                        folder.kafka(),
                        new KafkaProperties(ports.kafka(), ports.kafkaController(), settings.kafkaParameters())));
        Starting<Redis> redis = new Starting<>(
                threads,
                "Redis",
                () -> Redis.start(folder.redis(), binaries.redis(), ports.redis(), settings.redisParameters()));
        try {
            return new RunningServers(postgres.await(), kafka.await(), redis.await());
        } catch (RuntimeException e) {
            kafka.undo();
            redis.undo();
            postgres.undo();
            throw e;
        }
    }

    /** Kafka first, whose clients still write to PostgreSQL and Redis. */
    @Override
    public void close() {
        try (postgres;
                redis;
                kafka) {
            return;
        }
    }
}
