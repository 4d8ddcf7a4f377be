package dev.freshet.embedded;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where embedded servers keep their state and listen, always on 127.0.0.1.
 *
 * @param folder holds all state and the logs; created when absent, used again when present
 * @param postgresPort 0 for a free one
 * @param kafkaPort 0 for a free one
 * @param redisPort 0 for a free one
 * @param postgresParameters settings of postgresql.conf, which win over those that are set here; a {@code ssl_key_file}
 *     is given to the user that the server runs as
 * @param kafkaParameters of the broker, which win over those that are set here; listeners are added to its own, plain one
 * @param redisParameters directives of redis.conf, such as {@code tls-port}; the plain port stays
 */
public record EmbeddedSettings(
        Path folder,
        int postgresPort,
        int kafkaPort,
        int redisPort,
        Map<String, String> postgresParameters,
        Map<String, String> kafkaParameters,
        Map<String, String> redisParameters) {

    /** With a broker and a Redis as they are. */
    public EmbeddedSettings(
            Path folder, int postgresPort, int kafkaPort, int redisPort, Map<String, String> postgresParameters) {
        this(folder, postgresPort, kafkaPort, redisPort, postgresParameters, Map.of(), Map.of());
    }

    public EmbeddedSettings {
        folder = folder.toAbsolutePath().normalize();
        requireSpellable(folder);
        requirePort("PostgreSQL", postgresPort);
        requirePort("Kafka", kafkaPort);
        requirePort("Redis", redisPort);
        postgresParameters = Map.copyOf(postgresParameters);
        kafkaParameters = Map.copyOf(kafkaParameters);
        redisParameters = Map.copyOf(redisParameters);
    }

    /** Kafka splits its setting at commas, and pg_ctl hands the path to a shell in double quotes. */
    private static void requireSpellable(Path folder) {
        if (folder.toString().matches(".*[,\"$`].*")) {
            throw new IllegalArgumentException("The servers' folder must have none of , \" $ ` in its path: " + folder);
        }
    }

    private static void requirePort(String server, int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(server + "'s port must be from 0 (a free one) to 65535: " + port);
        }
    }
}
