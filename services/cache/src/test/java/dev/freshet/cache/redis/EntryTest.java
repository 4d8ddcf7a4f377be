package dev.freshet.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.freshet.cache.protocol.Ticket;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {

    private static final Ticket TICKET = new Ticket("e1", Map.of("lecture:1", "f1", "key:x", "f2"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,{\"b\":\"}\"}]}",
                "[]",
                "{}",
                "\"text with \\\" and }\"",
                "\"\"",
                "12",
                "-1.5e3",
                "true",
                "false",
                "null",
                "{\"answer\":{\"answer\":1},\"epoch\":2}"
            })
    void anAnswerIsReadAsItWasWritten(String answer) {
        Entry entry = new Entry(TICKET, answer, 7);

        assertThat(Entry.read(entry.json())).isEqualTo(entry);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "\"x\"", "null", "{\"b\":1}", "[1, 2]"})
    void theOrderOfFieldsAndNewFieldsDoNotMatter(String answer) {
        String json = "{ \"answer\" : " + answer + " , \"new\": [{}], \"fences\":{\"t\":\"f\"}, \"epoch\":\"e\"}";

        assertThat(Entry.read(json)).isEqualTo(new Entry(new Ticket("e", Map.of("t", "f")), answer, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"answer\":1}",
                "{\"answer\":1,\"epoch\":\"e\"}",
                "{\"answer\":1,\"epoch\":\"e\",\"fences\":{}}",
                "{\"answer\":1,\"epoch\":\"\",\"fences\":{\"t\":\"f\"}}",
                "{\"answer\":1,\"epoch\":\"e\",\"fences\":{\"t\":\"\"}}",
                "{\"answer\":1,\"epoch\":\"e\",\"fences\":{\"t\":\"f\"}"
            })
    void whateverElseIsThereIsNoEntry(String text) {
        assertThat(Entry.read(text)).isNull();
    }

    @Test
    void whatIsWrittenFollowsThePublishedSchema() throws IOException {
        try (InputStream schema = EntryTest.class.getResourceAsStream("/dev/freshet/schemas/entry.schema.json")) {
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(Objects.requireNonNull(schema))
                            .validate(new Entry(TICKET, "{\"a\":1}", 7).json(), InputFormat.JSON))
                    .isEmpty();
        }
    }
}
