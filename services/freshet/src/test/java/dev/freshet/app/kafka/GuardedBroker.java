package dev.freshet.app.kafka;

import dev.freshet.embedded.EmbeddedServers;
import dev.freshet.embedded.EmbeddedSettings;
import dev.freshet.embedded.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A broker as docker-compose.yml sets it up: an administrator's listener, and one where users log in by SCRAM. */
final class GuardedBroker implements AutoCloseable {

    private static final String ADMIN_PASSWORD = "admin-secret";

    private final int adminPort = freePort();
    private final int clientPort = freePort();
    private final Servers servers;

    GuardedBroker(Path folder) {
        this.servers = EmbeddedServers.start(new EmbeddedSettings(folder, 0, 0, 0, Map.of(), parameters(), Map.of()));
    }

    private Map<String, String> parameters() {
        String listeners = "ADMIN://127.0.0.1:" + adminPort + ",CLIENT://127.0.0.1:" + clientPort;
        return Map.of(
                "listeners", listeners,
                "advertised.listeners", listeners,
                "listener.security.protocol.map", "ADMIN:SASL_PLAINTEXT,CLIENT:SASL_PLAINTEXT",
                "listener.name.admin.sasl.enabled.mechanisms", "PLAIN",
                "listener.name.admin.plain.sasl.jaas.config", plain() + " user_admin=\"" + ADMIN_PASSWORD + "\";",
                "listener.name.client.sasl.enabled.mechanisms", "SCRAM-SHA-512",
                "listener.name.client.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                // nobody is anonymous but the broker to itself, on the plain listener
                "super.users", "User:admin;User:ANONYMOUS");
    }

    private static String plain() {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\" password=\""
                + ADMIN_PASSWORD + "\"";
    }

    /** The administrator's login. */
    Map<String, Object> asAdmin() {
        return login(adminPort, "PLAIN", plain() + ";");
    }

    /** A user's login. */
    Map<String, Object> as(String user, String password) {
        return login(
                clientPort,
                "SCRAM-SHA-512",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(user, password));
    }

    private static Map<String, Object> login(int port, String mechanism, String jaas) {
        return new HashMap<>(Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + port,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                jaas));
    }

    Admin admin() {
        return Admin.create(asAdmin());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        servers.close();
    }
}
