package dev.freshet.embedded;

/** Another source of servers for the tests, found with {@link java.util.ServiceLoader}. */
public interface ServersProvider {

    /** The value of {@code freshet.servers} that selects this provider, such as {@code docker}. */
    String name();

    /** Starts the servers; called once per JVM, which closes them when it ends. */
    Servers start();
}
