package dev.freshet.app.shared;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthenticationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Asks once, before the roles are made, whether Kafka lets us in: their clients would ask for ever. A login or a
 * certificate that is refused ends the start; a Kafka that is away does not.
 */
final class KafkaCheck implements InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaCheck.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, Object> connection;

    KafkaCheck(KafkaAdmin admin) {
        this.connection = admin.getConfigurationProperties();
    }

    @Override
    public void afterPropertiesSet() {
        Admin admin = Admin.create(connection);
        try {
            admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthenticationException refused) {
                throw refused;
            }
            LOG.warn("Kafka cannot be reached yet: {}", String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            LOG.warn("Kafka does not answer yet");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
