package dev.freshet.app.servers;

import dev.freshet.refusal.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.springframework.core.env.Environment;

/** The port of the page and the API, looked at before anything starts. */
final class HttpPort {

    private HttpPort() {}

    static void requireFree(Environment environment) {
        int port = environment.getProperty("server.port", Integer.class, 8080);
        String address = environment.getProperty("server.address", "0.0.0.0");
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, Math.max(port, 0)));
        } catch (IOException e) {
            throw new Refusal(
                    "The HTTP port " + port + " on " + address + " cannot be used: " + e.getMessage() + ".",
                    "End the program that listens there, or choose another port with --server.port=8090.");
        }
    }
}
