package dev.freshet.invalidation.commands;

import dev.freshet.events.Topics;
import dev.freshet.invalidation.dryrun.DryRun;
import dev.freshet.invalidation.dryrun.Entries;
import dev.freshet.invalidation.dryrun.Forecast;
import dev.freshet.rules.RuleSet;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.kafka.core.ConsumerFactory;

/** Makes the connections of a dry run, and ends them. */
final class Replay {

    private final ObjectProvider<DataSource> database;
    private final ObjectProvider<ConsumerFactory<?, ?>> kafka;
    private final ObjectProvider<RedisClient> redis;
    private final ObjectProvider<Topics> topics;
    private final Clock clock;

    Replay(
            ObjectProvider<DataSource> database,
            ObjectProvider<ConsumerFactory<?, ?>> kafka,
            ObjectProvider<RedisClient> redis,
            ObjectProvider<Topics> topics,
            Clock clock) {
        this.database = database;
        this.kafka = kafka;
        this.redis = redis;
        this.topics = topics;
        this.clock = clock;
    }

    Forecast of(RuleSet rules, Duration since, int listed, DryRun.Progress progress) {
        Instant until = clock.instant();
        Deque<StatefulRedisConnection<String, String>> connections = new ArrayDeque<>();
        try {
            Entries entries = new Entries(database.getObject(), () -> {
                if (connections.isEmpty()) {
                    connections.add(redis.getObject().connect());
                }
                return connections.getFirst();
            });
            return new DryRun(rules, topics.getObject(), kafka.getObject().getConfigurationProperties(), entries)
                    .replay(until.minus(since), until, listed, progress);
        } finally {
            connections.forEach(StatefulRedisConnection::close);
        }
    }
}
