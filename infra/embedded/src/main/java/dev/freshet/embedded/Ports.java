package dev.freshet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The ports that the servers will listen on; each was free a moment ago. */
record Ports(int postgres, int kafka, int kafkaController, int redis) {

    /** All are held at once, so that the free ones differ, and released together. */
    static Ports free(EmbeddedSettings settings) {
        try (Held held = new Held()) {
            return new Ports(
                    held.hold("PostgreSQL", settings.postgresPort()),
                    held.hold("Kafka", settings.kafkaPort()),
                    held.hold("Kafka", 0),
                    held.hold("Redis", settings.redisPort()));
        }
    }

    private static final class Held implements AutoCloseable {

        private final List<ServerSocket> sockets = new ArrayList<>();

        int hold(String server, int port) {
            try {
                ServerSocket socket = new ServerSocket();
                sockets.add(socket);
                socket.bind(Loopback.address(port));
                return socket.getLocalPort();
            } catch (IOException e) {
                PortInUseException inUse = new PortInUseException(server, port);
                inUse.initCause(e);
                throw inUse;
            }
        }

        @Override
        public void close() {
            try {
                for (ServerSocket socket : sockets) {
                    socket.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
