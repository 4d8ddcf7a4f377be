package dev.freshet.capture;

import dev.freshet.capture.database.Database;
import dev.freshet.capture.engine.EngineFactory;
import dev.freshet.capture.engine.EngineSettings;
import dev.freshet.capture.engine.KafkaAccess;
import dev.freshet.capture.gap.Gaps;
import dev.freshet.capture.preflight.Preflight;
import dev.freshet.capture.publication.Publication;
import dev.freshet.capture.publication.PublicationMark;
import dev.freshet.capture.settings.CaptureSettings;
import dev.freshet.capture.settings.OffsetSettings;
import dev.freshet.capture.settings.RestartSettings;
import dev.freshet.capture.settings.WatchSettings;
import dev.freshet.capture.slot.Slot;
import dev.freshet.events.Topics;
import dev.freshet.rules.RuleSet;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The capture role. Needs a data source with its connection details, Kafka's producer factory and admin, {@link Topics}
 * (all of which exist already), {@link RuleSet} and a {@link Clock}; migrations have run.
 *
 * <p>The start of the context fails with a {@link dev.freshet.refusal.Refusal} as a cause when a person has to mend
 * something first.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CaptureSettings.class, OffsetSettings.class, RestartSettings.class, WatchSettings.class
})
public class CaptureConfiguration {

    @Bean
    Database captureDatabase(DataSource dataSource, JdbcConnectionDetails details) {
        return new Database(dataSource, details.getJdbcUrl(), details.getUsername(), details.getPassword());
    }

    @Bean
    CaptureStatus captureStatus(Clock clock) {
        return new CaptureStatus(clock);
    }

    @Bean
    Capture capture(
            Parts parts,
            Preflight preflight,
            EngineFactory engines,
            CaptureSettings settings,
            RestartSettings restart,
            CaptureStatus status) {
        Ground ground = new Ground(
                parts.slot(),
                parts.publication(),
                new PublicationMark(parts.statements(), settings.publication(), settings.source()),
                parts.gaps(),
                parts.rules().digest());
        Attempts attempts = new Attempts(preflight, ground, parts.gaps(), engines, parts.statements(), status);
        return new Capture(preflight, attempts, restart, status);
    }

    @Bean
    Preflight capturePreflight(Database database, CaptureSettings settings, RuleSet rules) {
        return new Preflight(database, settings, rules);
    }

    @Bean
    EngineFactory captureEngines(EngineSettings settings, Database database, KafkaAccess kafka, Clock clock) {
        return new EngineFactory(settings, database, kafka, clock);
    }

    @Bean
    EngineSettings captureEngineSettings(
            CaptureSettings capture, OffsetSettings offsets, Topics topics, RuleSet rules) {
        return new EngineSettings(capture, offsets, topics, rules);
    }

    @Bean
    KafkaAccess captureKafka(ProducerFactory<?, ?> producers, KafkaAdmin admin) {
        return new KafkaAccess(producers.getConfigurationProperties(), admin.getConfigurationProperties());
    }

    @Bean
    SlotWatch captureSlotWatch(
            Parts parts, Capture capture, EngineFactory engines, CaptureStatus status, WatchSettings settings) {
        SlotWatch.Heartbeat heartbeat = new SlotWatch.Heartbeat(parts.statements(), parts.source());
        return new SlotWatch(parts.slot(), parts.publication(), heartbeat, capture, status, engines.detour(), settings);
    }

    @Bean
    CaptureHealthIndicator captureHealthIndicator(
            CaptureStatus status, SlotWatch slot, EngineFactory engines, WatchSettings settings) {
        return new CaptureHealthIndicator(status, slot, engines.detour(), settings);
    }

    @Bean
    CaptureMetrics captureMetrics(CaptureStatus status, SlotWatch slot) {
        return new CaptureMetrics(status, slot);
    }

    @Bean
    Parts captureParts(Database database, CaptureSettings settings, RuleSet rules) {
        JdbcClient statements = JdbcClient.create(database.dataSource());
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        return new Parts(
                settings.source(),
                rules,
                statements,
                new Slot(database.dataSource(), settings.slot()),
                new Publication(statements, settings.publication(), rules),
                new Gaps(statements, transaction, settings.source()));
    }

    /** What several beans share and nobody else needs. */
    record Parts(String source, RuleSet rules, JdbcClient statements, Slot slot, Publication publication, Gaps gaps) {}
}
