package dev.freshet.embedded;

/**
 * A running PostgreSQL, Kafka and Redis, ready for use.
 *
 * <p>Safe for use by several threads. {@link #close} stops all three and may be called again; addresses stay
 * readable afterwards, but nothing answers there.
 */
public interface Servers extends AutoCloseable {

    /** The JDBC URL of a database, which need not exist yet; without user and password. */
    String jdbcUrl(String database);

    /** A superuser of PostgreSQL. */
    String user();

    String password();

    /** Kafka's {@code host:port}, in plain text. */
    String bootstrapServers();

    /** Redis as {@code redis://host:port}. */
    String redisUri();

    /**
     * Creates an empty database.
     *
     * @throws IllegalStateException when it exists already
     */
    void createDatabase(String name);

    @Override
    void close();
}
