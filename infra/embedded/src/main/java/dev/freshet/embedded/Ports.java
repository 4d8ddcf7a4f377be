package dev.freshet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
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

        private static final int CONNECT_MILLIS = 500;

        private final List<ServerSocket> sockets = new ArrayList<>();

        int hold(String server, int port) {
            if (port != 0 && answers(port)) {
                throw new PortInUseException(server, port);
            }
            try {
                ServerSocket socket = new ServerSocket();
                sockets.add(socket);
                socket.bind(Loopback.address(port));
                return socket.getLocalPort();
            } catch (IOException e) {
                throw refusal(server, port, e);
            }
        }

        /** On some systems a port that another program has on all addresses can still be taken on one. */
        private static boolean answers(int port) {
            try (Socket socket = new Socket()) {
                socket.connect(Loopback.address(port), CONNECT_MILLIS);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        private static RuntimeException refusal(String server, int port, IOException cause) {
            return String.valueOf(cause.getMessage()).contains("denied")
                    ? new ServerStartException("This user may not listen on port " + port + " for " + server, cause)
                    : new PortInUseException(server, port);
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
