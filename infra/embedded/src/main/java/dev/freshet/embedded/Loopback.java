package dev.freshet.embedded;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** 127.0.0.1, whatever address family this JVM prefers. */
final class Loopback {

    private static final byte[] BYTES = {127, 0, 0, 1};

    private Loopback() {}

    static InetSocketAddress address(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(BYTES), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
