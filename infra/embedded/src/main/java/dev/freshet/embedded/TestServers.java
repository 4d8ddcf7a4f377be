package dev.freshet.embedded;

import java.util.List;
import java.util.ServiceLoader;

/**
 * The servers that all tests of this JVM share.
 *
 * <p>Each test class makes itself a database, and prefixes of its own for topics, slots and Redis keys. The system
 * property {@code freshet.servers} chooses the source: {@code embedded} (the default) or the name of a {@link
 * ServersProvider} on the class path.
 */
public final class TestServers {

    private static final String PROPERTY = "freshet.servers";

    private TestServers() {}

    /** Started on the first call and stopped when the JVM ends; closing them does nothing. */
    public static Servers shared() {
        return Shared.SERVERS;
    }

    static Servers start(String name) {
        return name.equals("embedded")
                ? TemporaryServers.start()
                : provider(name).start();
    }

    private static ServersProvider provider(String name) {
        List<ServersProvider> providers = ServiceLoader.load(ServersProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return providers.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("-D" + PROPERTY + "=" + name
                        + " needs a ServersProvider of that name on the class path; there are: embedded"
                        + providers.stream().map(it -> ", " + it.name()).reduce("", String::concat)));
    }

    private static final class Shared {

        private static final Servers SERVERS = startOnce();

        private static Servers startOnce() {
            Servers servers = start(System.getProperty(PROPERTY, "embedded"));
            Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop test servers"));
            return new SharedServers(servers);
        }
    }
}
