package dev.freshet.cache.spring;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The read side in an application.
 *
 * @param redisUri such as {@code redis://user:password@host:6379}; with it, the read side is there
 * @param redisTimeout longest wait for one answer of Redis
 * @param postgresTimeout longest wait for PostgreSQL's answer about a row
 * @param keyPrefix what every control key begins with
 * @param kafka where access events go: Kafka's own settings, such as {@code bootstrap.servers}; none are told without it
 * @param topicPrefix what the topics' names begin with
 * @param defaults for operations that are not listed
 * @param operations by name
 * @param providers rate limits, by name
 */
@ConfigurationProperties("freshet-cache")
public record CacheSettings(
        String redisUri,
        @DefaultValue("250ms") Duration redisTimeout,
        @DefaultValue("2s") Duration postgresTimeout,
        @DefaultValue("{freshet}") String keyPrefix,
        @Nullable Map<String, String> kafka,
        @DefaultValue("freshet") String topicPrefix,
        @DefaultValue OperationSettings defaults,
        @DefaultValue Map<String, OperationSettings> operations,
        @DefaultValue Map<String, ProviderSettings> providers) {

    @Override
    public String toString() {
        return "CacheSettings of " + operations.keySet();
    }
}
