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
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Asks once, before the roles begin, whether Kafka lets us in: where topics are not ours to make, nobody else asks before
 * the listeners do, which would try for ever. A login or a certificate that is refused ends the start; a Kafka that is
 * away does not.
 */
final class KafkaCheck implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaCheck.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final boolean needed;
    private final Map<String, Object> connection;

    /** @param needed whether nobody else asks */
    KafkaCheck(boolean needed, KafkaAdmin admin) {
        this.needed = needed;
        this.connection = Map.copyOf(admin.getConfigurationProperties());
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (needed) {
            describe();
        }
    }

    private void describe() {
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
