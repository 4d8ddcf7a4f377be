package dev.freshet.app.shared;

import dev.freshet.app.settings.RedisSettings;
import dev.freshet.refusal.Refusal;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import java.time.Duration;

/** Turns the settings into a client. Nothing is connected yet. */
final class RedisAddress {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);

    private RedisAddress() {}

    static RedisClient client(RedisSettings settings) {
        RedisClient client = RedisClient.create(address(settings));
        client.setOptions(ClientOptions.builder()
                .socketOptions(
                        SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
                .timeoutOptions(TimeoutOptions.enabled(COMMAND_TIMEOUT))
                // a command sent while Redis is away fails at once: the role retries in order
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .build());
        return client;
    }

    private static RedisURI address(RedisSettings settings) {
        RedisURI uri = parse(settings.uri());
        uri.setTimeout(COMMAND_TIMEOUT);
        if (settings.password() != null) {
            char[] password = settings.password().value().toCharArray();
            uri.setCredentialsProvider(
                    settings.username() == null
                            ? io.lettuce.core.RedisCredentialsProvider.from(
                                    () -> io.lettuce.core.RedisCredentials.just((String) null, new String(password)))
                            : io.lettuce.core.RedisCredentialsProvider.from(() ->
                                    io.lettuce.core.RedisCredentials.just(settings.username(), new String(password))));
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
