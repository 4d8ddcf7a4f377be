package dev.freshet.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The AsyncAPI document speaks of the topics, headers and schemas that the code has. */
class AsyncApiTest {

    private final Map<String, Object> document = read();

    @Test
    void namesEveryTopic() {
        Topics topics = Topics.DEFAULT;

        assertThat(at("channels").values())
                .extracting(channel -> String.valueOf(((Map<?, ?>) channel).get("address")))
                .containsExactlyInAnyOrder(
                        topics.changes("schema", "table").replace("schema.table", "{schema}.{table}"),
                        topics.watermarks(),
                        topics.invalidations(),
                        topics.accesses(),
                        topics.commands(),
                        topics.deadLetters());
    }

    @Test
    void namesEveryHeader() {
        assertThat(at("components", "schemas", "cloudEventHeaders", "properties")
                        .keySet())
                .isEqualTo(new CloudEvent("1", "/freshet/test", "t", Instant.EPOCH)
                        .headers()
                        .keySet());
        assertThat(at("components", "schemas", "changeHeaders", "properties").keySet())
                .containsExactlyInAnyOrder(
                        ChangeHeaders.TRANSACTION_ID,
                        ChangeHeaders.SYSTEM_ID,
                        ChangeHeaders.TIMELINE,
                        ChangeHeaders.RULES,
                        ChangeHeaders.TABLE,
                        ChangeHeaders.UNDECODABLE);
        assertThat(at("components", "schemas", "deadLetterHeaders", "properties")
                        .keySet())
                .containsExactlyInAnyOrder(
                        DeadLetterHeaders.REASON, DeadLetterHeaders.CONSUMER, DeadLetterHeaders.ORIGIN);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = references(document).toList();

        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(target(reference))
                .as(reference)
                .isTrue());
    }

    private boolean target(String reference) {
        return reference.startsWith("#/")
                ? !at(reference.substring(2).split("/", -1)).isEmpty()
                : AsyncApiTest.class.getResource("/dev/freshet/" + reference) != null;
    }

    private static Stream<String> references(Object node) {
        if (node instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .flatMap(entry -> "$ref".equals(entry.getKey())
                            ? Stream.of(String.valueOf(entry.getValue()))
                            : references(entry.getValue()));
        }
        return node instanceof List<?> list ? list.stream().flatMap(AsyncApiTest::references) : Stream.of();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> at(String... path) {
        Map<String, Object> node = document;
        for (String name : path) {
            node = (Map<String, Object>) Objects.requireNonNull(node.get(name), name);
        }
        return node;
    }

    private static Map<String, Object> read() {
        InputStream yaml = Objects.requireNonNull(AsyncApiTest.class.getResourceAsStream("/dev/freshet/asyncapi.yaml"));
        return new Yaml().load(yaml);
    }
}
