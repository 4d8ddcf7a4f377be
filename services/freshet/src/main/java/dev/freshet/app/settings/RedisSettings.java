package dev.freshet.app.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Redis that holds the entries and the control keys.
 *
 * @param uri such as {@code redis://host:6379}, {@code rediss://…} for TLS; with external servers only
 * @param username user of Redis' access control list; the default user when absent
 * @param password its password; none when absent
 * @param sslBundle the {@code spring.ssl.bundle} that says whom to trust behind {@code rediss://}, and which certificate
 *     to present; those that Java trusts when absent
 * @param keyPrefix what every control key begins with: a hash tag, so that all share one slot of a cluster
 */
@ConfigurationProperties("freshet.redis")
public record RedisSettings(
        @DefaultValue("redis://127.0.0.1:16379") String uri,
        @Nullable String username,
        @Nullable Secret password,
        @Nullable String sslBundle,
        @DefaultValue("{freshet}") String keyPrefix) {}
