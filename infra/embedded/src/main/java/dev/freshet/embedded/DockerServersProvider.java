package dev.freshet.embedded;

/**
 * Servers in containers, by Testcontainers, which must be on the class path: Maven's {@code -Dfreshet.servers=docker}
 * puts it there. Public, because {@link java.util.ServiceLoader} makes it.
 */
public final class DockerServersProvider implements ServersProvider {

    static final String NAME = "docker";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Servers start() {
        try {
            return DockerServers.start();
        } catch (NoClassDefFoundError e) {
            throw new ServerStartException(
                    "Servers in containers need Testcontainers on the class path: give -Dfreshet.servers=docker to Maven,"
                            + " whose profile adds it",
                    e);
        }
    }
}
