package dev.freshet.app.kafka;

import dev.freshet.refusal.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

/** One connection to Kafka for a run of questions, each awaited. Not thread-safe. */
final class Broker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Admin admin;

    Broker(Map<String, Object> connection) {
        this.admin = Admin.create(connection);
    }

    /**
     * Waits for the answer.
     *
     * @param what for the message of a failure
     * @throws Refusal if Kafka said no, or nothing
     */
    <T> T ask(String what, Function<Admin, KafkaFuture<T>> question) {
        try {
            return question.apply(admin).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw refusal(what, String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw refusal(what, "no answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusal(what, "interrupted", e);
        }
    }

    private static Refusal refusal(String what, String why, Exception cause) {
        Refusal refusal = new Refusal(
                "Kafka could not " + what + ": " + why,
                "let spring.kafka.* name a broker that answers, and an administrator of it: topics, users and rights"
                        + " are made with this login.");
        refusal.initCause(cause);
        return refusal;
    }

    @Override
    public void close() {
        admin.close();
    }
}
