package dev.freshet.capture.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.SslConfigs;
import org.springframework.boot.ssl.SslBundle;

/**
 * How Kafka is reached: the client properties, security settings included. Not a record, which would print them.
 */
public final class KafkaAccess {

    private final Map<String, Object> producer;
    private final Map<String, Object> admin;

    /**
     * @param producer of a producer, as Spring Boot has made them
     * @param admin of an admin client
     */
    public KafkaAccess(Map<String, Object> producer, Map<String, Object> admin) {
        this.producer = Map.copyOf(producer);
        this.admin = Map.copyOf(admin);
    }

    Map<String, Object> producer() {
        return producer;
    }

    Map<String, Object> admin() {
        return admin;
    }

    /**
     * What any client needs to connect, as text: for Debezium's store of offsets, which takes nothing else. May hold a
     * private key.
     */
    Map<String, String> connection() {
        Map<String, String> texts = new LinkedHashMap<>();
        admin.forEach((name, value) -> {
            if (!name.equals("client.id") && isText(value)) {
                texts.put(name, text(value));
            }
        });
        if (admin.get(SslBundle.class.getName()) instanceof SslBundle bundle) {
            texts.remove(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG);
            texts.putAll(BundleAsText.of(bundle));
        }
        return texts;
    }

    private static boolean isText(Object value) {
        return value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Class<?>
                || value instanceof Collection<?>;
    }

    private static String text(Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return value instanceof Class<?> type ? type.getName() : value.toString();
    }
}
