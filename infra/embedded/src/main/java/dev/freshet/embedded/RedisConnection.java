package dev.freshet.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks the Redis at the port a question or two, without a driver. */
record RedisConnection(int port) {

    private static final int TIMEOUT_MILLIS = 1000;

    /** Its version, once it has loaded its data; empty while it has not, or nothing answers. */
    Optional<String> version() {
        try {
            return ask("PING").startsWith("+PONG")
                    ? Optional.of(field(ask("INFO server"), "redis_version"))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String field(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    private String ask(String command) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(Loopback.address(port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream reply = socket.getInputStream();
            return new String(reply.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
