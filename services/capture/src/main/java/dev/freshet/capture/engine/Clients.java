package dev.freshet.capture.engine;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;

/**
 * The Kafka clients of one run.
 *
 * @param sends the producer
 * @param admin for the ends of topics
 */
record Clients(Sends sends, Admin admin) implements AutoCloseable {

    static Clients open(KafkaAccess kafka, String clientId, Duration patience, Progress progress) {
        Admin admin = Admin.create(kafka.admin());
        try {
            return new Clients(Sends.open(kafka, clientId, patience, progress), admin);
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            sends.close();
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
