package dev.freshet.app.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One request as it goes over the wire: JDK's client would not send every header and address that an attacker sends. */
final class Request {

    private static final int PATIENCE_MILLIS = 20_000;

    private final int port;
    private final String line;
    private final List<String> headers = new ArrayList<>();
    private byte[] body = new byte[0];

    Request(int port, String method, String path) {
        this.port = port;
        this.line = method + " " + path + " HTTP/1.1";
    }

    Request with(String header, String value) {
        headers.add(header + ": " + value);
        return this;
    }

    Request bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    Request json(String text) {
        return with("Content-Type", "application/json").body(text);
    }

    Request body(String text) {
        body = text.getBytes(StandardCharsets.UTF_8);
        return with("Content-Length", Integer.toString(body.length));
    }

    /** Sends so much of the body, however much has been announced. */
    Request only(int bytes) {
        body = java.util.Arrays.copyOf(body, bytes);
        return this;
    }

    Request chunked(int chunks, int size) {
        String chunk = Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n";
        body = (chunk.repeat(chunks) + "0\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return with("Transfer-Encoding", "chunked");
    }

    Response send() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
                with("Host", "localhost:" + port);
            }
            with("Connection", "close");
            String head = line + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            return Response.read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer, up to the end of the connection. */
    record Response(int status, List<String> headers, String body) {

        static Response read(InputStream in) throws IOException {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new IOException("no answer, but: '" + all + "'");
            }
            List<String> lines = all.substring(0, end).lines().toList();
            return new Response(
                    Integer.parseInt(lines.get(0).substring(9, 12)),
                    lines.subList(1, lines.size()),
                    all.substring(end + 4));
        }

        /** The header's value; empty if there is none. */
        String header(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(header -> header.substring(prefix.length()).strip())
                    .findFirst()
                    .orElse("");
        }
    }
}
