package dev.freshet.embedded;

/** Something else listens where a server should; nothing was started. */
public final class PortInUseException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String server;
    private final int port;

    public PortInUseException(String server, int port) {
        super("Port " + port + ", wanted for " + server + ", is in use on 127.0.0.1");
        this.server = server;
        this.port = port;
    }

    /** PostgreSQL, Kafka or Redis. */
    public String server() {
        return server;
    }

    public int port() {
        return port;
    }
}
