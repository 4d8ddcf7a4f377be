package dev.freshet.app.shared;

import dev.freshet.app.settings.RedisSettings;
import dev.freshet.refusal.Refusal;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.ssl.SslBundles;

/** Turns the settings into a client. Nothing is connected yet. */
final class RedisAddress {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);

    private RedisAddress() {}

    static RedisClient client(ClientResources resources, RedisSettings settings, SslBundles bundles) {
        RedisURI address = address(settings);
        RedisClient client = RedisClient.create(resources, address);
        client.setOptions(ClientOptions.builder()
                .sslOptions(RedisTls.of(settings, address, bundles))
                .socketOptions(
                        SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
                .timeoutOptions(TimeoutOptions.enabled(COMMAND_TIMEOUT))
                // a command sent while Redis is away fails at once: the role retries in order
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .build());
        return client;
    }

    /** Lettuce waits up to 30 s between attempts unless told otherwise: the lease would stay away for as long. */
    static ClientResources resources() {
        return ClientResources.builder()
                .reconnectDelay(
                        Delay.exponential(Duration.ofMillis(50), LONGEST_RECONNECT_DELAY, 2, TimeUnit.MILLISECONDS))
                .build();
    }

    private static RedisURI address(RedisSettings settings) {
        RedisURI uri = parse(settings.uri());
        uri.setTimeout(COMMAND_TIMEOUT);
        if (settings.password() != null) {
            RedisCredentials credentials = RedisCredentials.just(
                    settings.username(), settings.password().value());
            uri.setCredentialsProvider(RedisCredentialsProvider.from(() -> credentials));
        }
        return uri;
    }

    private static RedisURI parse(String uri) {
        try {
            return RedisURI.create(uri);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "freshet.redis.uri is no Redis address: " + e.getMessage(),
                    "Write redis://host:6379, or rediss://host:6379 for TLS.");
        }
    }
}
