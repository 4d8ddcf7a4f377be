package dev.freshet.statistics.recount;

import dev.freshet.events.Topics;
import dev.freshet.statistics.retention.RetentionSettings;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** Wires the recount; a command needs no more. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionSettings.class)
public class RecountConfiguration {

    @Bean
    Recount statisticsRecount(
            DataSource database,
            ConsumerFactory<?, ?> consumers,
            Topics topics,
            RetentionSettings retention,
            Clock clock) {
        return new Recount(database, () -> consumer(consumers), topics, () -> retention.firstDay(clock));
    }

    private static KafkaConsumer<byte[], byte[]> consumer(ConsumerFactory<?, ?> given) {
        Map<String, Object> settings = new HashMap<>(given.getConfigurationProperties());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
