package dev.freshet.statistics.folding;

import dev.freshet.events.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Wires the consumers of all {@link Fold} beans. Their Kafka clients are no beans: they would take the place of Spring
 * Boot's own, which other roles use.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FoldingSettings.class)
public class FoldingConfiguration {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Bean
    Broker statisticsBroker(KafkaAdmin admin) {
        Map<String, Object> settings = new HashMap<>(admin.getConfigurationProperties());
        settings.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
        settings.put("request.timeout.ms", (int) PATIENCE.toMillis() / 2);
        return new Broker(Admin.create(settings), PATIENCE);
    }

    @Bean
    DeadLetters statisticsDeadLetters(ProducerFactory<?, ?> producers, Topics topics) {
        Map<String, Object> settings = new HashMap<>(producers.getConfigurationProperties());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() * 2);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return new DeadLetters(
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()),
                topics,
                PATIENCE.multipliedBy(3));
    }

    @Bean
    Ledger statisticsLedger(
            Broker broker,
            JdbcTemplate jdbc,
            DataSource database,
            DeadLetters deadLetters,
            MeterRegistry meters,
            FoldingSettings settings) {
        // Plain JDBC transactions: nothing that is written here goes through JPA
        var transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        var bounded = new BoundedTransactions(transactions, jdbc, settings.silence());
        return new Ledger(broker, jdbc, bounded, deadLetters, meters);
    }

    @Bean
    FoldingConsumers statisticsConsumers(
            List<Fold<?>> folds,
            ConsumerFactory<?, ?> consumers,
            Topics topics,
            FoldingSettings settings,
            Ledger ledger,
            Clock clock) {
        var members = new Members(consumers(consumers, settings), topics, settings, ledger, clock);
        return new FoldingConsumers(new Tables(ledger.jdbc()), folds, settings.threads(), members);
    }

    private static ConsumerFactory<byte[], byte[]> consumers(ConsumerFactory<?, ?> given, FoldingSettings folding) {
        Map<String, Object> settings = new HashMap<>(given.getConfigurationProperties());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, folding.batch());
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Only where the consumer looks before it is placed at the stored position; it never decides what is counted
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new DefaultKafkaConsumerFactory<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Bean
    HealthIndicator statisticsHealthIndicator(FoldingConsumers consumers, Ledger ledger, Clock clock) {
        Map<Fold<?>, Lag> lags = new LinkedHashMap<>();
        for (Fold<?> fold : consumers.folds()) {
            Lag lag = new Lag(fold, ledger.positions(fold), ledger.broker(), clock);
            Gauge.builder("freshet.statistics.lag", lag, Lag::records)
                    .description("records that wait to be counted; not a number while Kafka or the database is away")
                    .tag("consumer", fold.name())
                    .register(ledger.meters());
            lags.put(fold, lag);
        }
        return new StatisticsHealth(consumers, ledger, lags);
    }
}
