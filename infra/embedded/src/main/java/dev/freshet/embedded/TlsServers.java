package dev.freshet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Embedded servers that speak TLS beside their plain addresses, for tests. Their certificates are for {@code localhost}
 * and no other name, though {@code 127.0.0.1} reaches them too; from clients they want a certificate of the same
 * authority.
 */
public final class TlsServers implements AutoCloseable {

    /** The database role that is let in over TLS only, with a certificate of its name; a superuser. */
    public static final String USER = "secured";

    public static final String PASSWORD = "secured";

    private final Servers plain;
    private final TestCertificates authority;
    private final TestCertificates.Issued client;
    private final int kafkaPort;
    private final int redisPort;

    private TlsServers(Path folder) throws IOException {
        Files.createDirectories(folder);
        Binaries.makeReadable(folder);
        this.authority = TestCertificates.in(folder.resolve("certificates"));
        this.client = authority.issue(USER);
        this.kafkaPort = freePort();
        this.redisPort = freePort();
        this.plain = EmbeddedServers.start(
                new EmbeddedSettings(folder.resolve("servers"), 0, 0, 0, postgres(folder), kafka(), redis()),
                TemporaryServers.sharedBinaries(folder),
                () -> {});
    }

    /** Starts them on free ports; certificates, state and logs lie in the folder. */
    public static TlsServers start(Path folder) {
        try {
            TlsServers servers = new TlsServers(folder);
            servers.makeUser();
            return servers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same servers without TLS, as {@code freshet}. */
    public Servers plain() {
        return plain;
    }

    /** Who has signed the servers' certificates, and whose clients they take. */
    public TestCertificates authority() {
        return authority;
    }

    /** A client's certificate and key. */
    public TestCertificates.Issued client() {
        return client;
    }

    /** Without any parameter about TLS. */
    public String jdbcUrl(String host, String database) {
        return plain.jdbcUrl(database).replace("127.0.0.1", host);
    }

    public String bootstrapServers(String host) {
        return host + ":" + kafkaPort;
    }

    public String redisUri(String host) {
        return "rediss://" + host + ":" + redisPort;
    }

    private Map<String, String> postgres(Path folder) throws IOException {
        TestCertificates.Issued server = authority.issue("postgres", "localhost");
        Path access = Files.writeString(
                folder.resolve("pg_hba.conf"),
                """
                hostssl all %s 127.0.0.1/32 scram-sha-256 clientcert=verify-full
                host all %s 127.0.0.1/32 scram-sha-256
                """
                        .formatted(USER, Postgres.USER));
        return Map.of(
                "ssl", "on",
                "ssl_cert_file", server.certificate().toString(),
                "ssl_key_file", server.key().toString(),
                "ssl_ca_file", authority.authority().toString(),
                "hba_file", access.toString());
    }

    private Map<String, String> kafka() {
        TestCertificates.Issued server = authority.issue("kafka", "localhost");
        return Map.of(
                "listeners",
                "SSL://127.0.0.1:" + kafkaPort,
                "advertised.listeners",
                "SSL://localhost:" + kafkaPort,
                "listener.security.protocol.map",
                "SSL:SSL",
                "ssl.keystore.location",
                server.keyStore().toString(),
                "ssl.keystore.password",
                TestCertificates.PASSWORD,
                "ssl.truststore.location",
                authority.trustStore().toString(),
                "ssl.truststore.password",
                TestCertificates.PASSWORD,
                "ssl.client.auth",
                "required");
    }

    private Map<String, String> redis() {
        TestCertificates.Issued server = authority.issue("redis", "localhost");
        return Map.of(
                "tls-port", Integer.toString(redisPort),
                "tls-cert-file", server.certificate().toString(),
                "tls-key-file", server.key().toString(),
                "tls-ca-cert-file", authority.authority().toString());
    }

    private void makeUser() {
        try (Connection connection =
                        DriverManager.getConnection(plain.jdbcUrl("freshet"), plain.user(), plain.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + USER + " SUPERUSER REPLICATION LOGIN PASSWORD '" + PASSWORD + "'");
        } catch (SQLException e) {
            plain.close();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(Loopback.address(0));
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        plain.close();
    }
}
