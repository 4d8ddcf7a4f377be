package dev.freshet.invalidation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A TCP connection to a server that can be cut and mended. */
final class Cable implements AutoCloseable {

    private final URI server;
    private final ServerSocket here;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    Cable(String server) {
        this.server = URI.create(server);
        try {
            this.here = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    String uri() {
        return server.getScheme() + "://" + here.getInetAddress().getHostAddress() + ":" + here.getLocalPort();
    }

    void cut() {
        cut = true;
        sockets.forEach(Cable::quietly);
    }

    void mend() {
        cut = false;
    }

    @Override
    public void close() {
        cut();
        quietly(here);
        threads.shutdownNow();
    }

    private void accept() {
        while (!here.isClosed()) {
            try {
                Socket client = here.accept();
                sockets.add(client);
                if (cut) {
                    client.close();
                    continue;
                }
                Socket target = new Socket(server.getHost(), server.getPort());
                sockets.add(target);
                threads.execute(() -> pump(client, target));
                threads.execute(() -> pump(target, client));
            } catch (IOException e) {
                // Closed, or the server is away: the client will see
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // Cut
        } finally {
            quietly(from);
            quietly(to);
        }
    }

    private static void quietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // It is as good as closed
        }
    }
}
