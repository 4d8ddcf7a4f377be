package dev.freshet.invalidation;

import dev.freshet.cache.control.AppliedPositions;
import dev.freshet.cache.control.ControlKeys;
import dev.freshet.cache.control.ControlRedis;
import dev.freshet.cache.control.Fences;
import dev.freshet.cache.control.Lease;
import dev.freshet.events.Topics;
import dev.freshet.invalidation.changes.RecordReader;
import dev.freshet.invalidation.gate.GateSettings;
import dev.freshet.invalidation.gate.VisibilityGate;
import dev.freshet.invalidation.keys.RedisKeys;
import dev.freshet.invalidation.lease.Leases;
import dev.freshet.invalidation.outcomes.OutcomePublisher;
import dev.freshet.invalidation.positions.Positions;
import dev.freshet.invalidation.positions.StartingPoints;
import dev.freshet.invalidation.positions.TopicIds;
import dev.freshet.invalidation.rows.RowAccess;
import dev.freshet.invalidation.rows.StaleRows;
import dev.freshet.rules.RuleSet;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The invalidation role. Needs a {@link DataSource} that leads to the primary, Boot's Kafka, and the launcher's {@link
 * Topics}, {@link RuleSet}, {@link RedisClient}, {@link ControlKeys} and {@link Clock}; the topics exist.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({InvalidationSettings.class, GateSettings.class, RetrySettings.class})
public class InvalidationConfiguration {

    @Bean
    KafkaAccess invalidationKafka(
            ConsumerFactory<?, ?> consumers, ProducerFactory<?, ?> producers, InvalidationSettings settings) {
        return new KafkaAccess(consumers, producers, settings);
    }

    @Bean
    TopicIds invalidationTopicIds(KafkaAdmin admin) {
        return new TopicIds(admin.getConfigurationProperties());
    }

    @Bean
    RedisLink invalidationRedis(RedisClient client, InvalidationSettings settings) {
        return new RedisLink(client, settings.redisTimeout());
    }

    @Bean
    ControlRedis invalidationControl(ControlKeys keys, RedisLink redis) {
        return new ControlRedis(keys, redis::commands);
    }

    @Bean
    RecordReader invalidationReader(RuleSet rules, Topics topics) {
        return new RecordReader(rules, topics);
    }

    @Bean
    Positions invalidationPositions(ControlRedis control, RuleSet rules) {
        return new Positions(
                new AppliedPositions(control), rules.digest(), rules.caches().keySet());
    }

    @Bean
    Leases invalidationLeases(ControlRedis control, Positions positions, RuleSet rules, InvalidationSettings settings) {
        return new Leases(
                new Lease(control), positions, rules.digest(), rules.caches().keySet(), settings.bound());
    }

    @Bean
    Removal invalidationRemoval(
            RuleSet rules,
            DataSource dataSource,
            GateSettings gate,
            ControlRedis control,
            RedisLink redis,
            KafkaAccess kafka,
            Topics topics,
            InvalidationSettings settings,
            InvalidationMetrics metrics,
            Clock clock) {
        return new Removal(
                rules,
                new VisibilityGate(dataSource, gate, metrics::waitedAtTheGate),
                new Fences(control),
                settings.fenceLife(),
                new Removal.Tiers(readCommitted(dataSource), new StaleRows(dataSource), new RedisKeys(redis)),
                new OutcomePublisher(kafka.operations(), topics),
                clock);
    }

    @Bean
    StartCheck invalidationStartCheck(DataSource dataSource, RuleSet rules) {
        return new StartCheck(new RowAccess(dataSource), rules);
    }

    @Bean
    StartingPoints invalidationStartingPoints(
            Positions positions, TopicIds topicIds, RecordReader reader, Removal removal, RuleSet rules) {
        return new StartingPoints(
                positions,
                topicIds,
                reader,
                gaps -> Objects.requireNonNull(removal.apply(gaps).server()),
                rules.digest());
    }

    @Bean
    Progress invalidationProgress() {
        return new Progress();
    }

    @Bean
    InvalidationMetrics invalidationMetrics(MeterRegistry registry, Leases leases, Clock clock) {
        return new InvalidationMetrics(registry, leases, clock);
    }

    @Bean
    ChangeListener invalidationListener(
            RecordReader reader,
            Removal removal,
            Positions positions,
            Leases leases,
            StartingPoints startingPoints,
            InvalidationMetrics metrics,
            Progress progress,
            Clock clock) {
        return new ChangeListener(reader, removal, positions, leases, startingPoints, metrics, progress, clock);
    }

    @Bean
    Listening invalidationListening(
            KafkaAccess kafka,
            Topics topics,
            RecordReader reader,
            ChangeListener listener,
            StartingPoints startingPoints,
            Positions positions,
            Leases leases,
            TopicIds topicIds,
            Progress progress,
            InvalidationSettings settings,
            RetrySettings retry) {
        return new Listening(
                kafka,
                topics,
                new Listening.Parts(reader, listener, startingPoints, positions, leases, topicIds, progress),
                settings,
                retry);
    }

    @Bean
    InvalidationHealth invalidationHealthIndicator(
            Progress progress, Positions positions, Leases leases, Listening listening, Clock clock) {
        return new InvalidationHealth(progress, positions, leases, listening::isRunning, clock);
    }

    /** Of our own, whatever the application's transaction manager manages. */
    private static TransactionOperations readCommitted(DataSource dataSource) {
        TransactionTemplate template = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        template.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        return template;
    }
}
