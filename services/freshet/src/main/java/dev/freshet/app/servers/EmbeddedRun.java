package dev.freshet.app.servers;

import dev.freshet.app.settings.EmbeddedPorts;
import dev.freshet.app.settings.Freshet;
import dev.freshet.embedded.EmbeddedServers;
import dev.freshet.embedded.EmbeddedSettings;
import dev.freshet.embedded.Servers;
import dev.freshet.refusal.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts the embedded servers before the application's context, and tells the environment where they are. Does nothing
 * with external servers. Used by the main thread and, to close, by the shutdown hook's.
 */
public final class EmbeddedRun implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, AutoCloseable {

    private static final String DATABASE = "freshet";

    /** The user has the name of our schema: by default that schema would come first, and take in tables of others. */
    private static final Map<String, String> POSTGRES = Map.of("search_path", "public");

    private volatile @Nullable Servers servers;

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        HttpPort.requireFree(environment);
        Freshet freshet = Freshet.of(environment);
        if (freshet.servers() == Freshet.Servers.EMBEDDED) {
            refuseAddresses(environment);
            Servers started = start(freshet, EmbeddedPorts.of(environment));
            servers = started;
            environment.getPropertySources().addFirst(new MapPropertySource("embedded servers", addresses(started)));
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource(
                            "embedded defaults", Map.of("freshet.demo", freshet.canDemonstrate())));
        }
    }

    /** An address that is given but would not be used is a misunderstanding. */
    private static void refuseAddresses(ConfigurableEnvironment environment) {
        for (String name : List.of("spring.datasource.url", "spring.kafka.bootstrap-servers", "freshet.redis.uri")) {
            if (Given.byUser(environment, name)) {
                throw new Refusal(
                        "The setting " + name + " names a server, but the embedded servers are to be started.",
                        "Add --freshet.servers=external to use your own servers, or leave the address out.");
            }
        }
    }

    private static Servers start(Freshet freshet, EmbeddedPorts ports) {
        return EmbeddedServers.start(new EmbeddedSettings(
                freshet.folder(), ports.postgresPort(), ports.kafkaPort(), ports.redisPort(), POSTGRES));
    }

    private static Map<String, Object> addresses(Servers servers) {
        Map<String, Object> addresses = new LinkedHashMap<>();
        addresses.put("spring.datasource.url", servers.jdbcUrl(DATABASE));
        addresses.put("spring.datasource.username", servers.user());
        addresses.put("spring.datasource.password", servers.password());
        addresses.put("spring.kafka.bootstrap-servers", servers.bootstrapServers());
        addresses.put("freshet.redis.uri", servers.redisUri());
        return addresses;
    }

    /** Stops the servers that were started; may be called again. */
    @Override
    public void close() {
        Servers started = servers;
        if (started != null) {
            started.close();
        }
    }
}
