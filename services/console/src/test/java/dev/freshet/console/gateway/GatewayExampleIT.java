package dev.freshet.console.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.freshet.console.ConsoleApplication;
import dev.freshet.console.ConsoleIT;
import dev.freshet.events.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** The README's example as it stands there, and what it prints against the OpenAPI document. */
class GatewayExampleIT extends ConsoleIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String LECTURE = "1e000000-0000-4000-8000-000000000001";

    @Test
    void theExampleDoesWhatItSays() throws Exception {
        ConsoleApplication.lease(redis);
        String chapter = chapter();
        Map<String, Object> read =
                database.sql(between(chapter, "```sql", "```")).query().singleRow();
        assertThat(read.get("content")).asString().isNotBlank();

        List<String> printed = run("hash=" + read.get("hash") + "\n"
                + chapter.replaceAll("(?s)```sql.*?```", "")
                        .lines()
                        .filter(line -> line.startsWith("       "))
                        .map(String::strip)
                        .collect(Collectors.joining("\n")));

        assertThat(printed).hasSize(3);
        assertThat(printed.get(0)).startsWith("{\"outcome\":\"miss\",\"key\":\"");
        assertThat(printed.get(1)).isEqualTo("{\"stored\":[\"postgres\",\"redis\"]}");
        assertThat(printed.get(2)).startsWith("{\"outcome\":\"redis\"").contains("Where does a river begin?");
        assertThat(errors("LookupReply", printed.get(0))).isEmpty();
        assertThat(errors("Stored", printed.get(1))).isEmpty();
        assertThat(errors("LookupReply", printed.get(2))).isEmpty();
        assertThat(errors("LookupReply", "{\"outcome\": \"miss\", \"key\": \"k\"}"))
                .isNotEmpty();
    }

    @Test
    void aRefusalIsTheProblemThatTheDocumentDescribes() throws IOException {
        String problem = http.post()
                .uri("/v1/caches/ai-responses/lookups")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{}")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(errors("Problem", String.valueOf(problem))).isEmpty();
        assertThat(problem).contains("\"parameter\":\"operation\"");
    }

    @Test
    void theRequestsOfTheExampleAreAsTheDocumentDescribes() throws IOException {
        assertThat(errors("Lookup", "{\"operation\": \"quiz\", \"lectureIds\": [\"" + LECTURE + "\"]}"))
                .isEmpty();
        assertThat(errors("Answer", "{\"ticket\": \"t\", \"contentHash\": \"h\", \"answer\": 1}"))
                .isEmpty();
        assertThat(errors("Answer", "{\"ticket\": \"t\", \"answer\": null}")).isNotEmpty();
    }

    private String chapter() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        return between(readme, "## Caching without the library", "\n## Settings")
                .replace("http://localhost:8080", "http://localhost:" + port);
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }

    private static List<String> run(String script) throws Exception {
        Process process = new ProcessBuilder("bash", "-euc", script.replace("\ncurl", "\necho; curl"))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.lines().filter(line -> !line.isBlank()).toList();
    }

    private static List<Error> errors(String name, String json) throws IOException {
        Map<String, Object> document = new HashMap<>();
        document.put("$ref", "#/components/schemas/" + name);
        try (InputStream yaml = Topics.class.getResourceAsStream("/dev/freshet/openapi/caches.yaml")) {
            Map<String, Object> api = new Yaml().load(yaml);
            document.put("components", api.get("components"));
        }
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JSON.writeValueAsString(document), InputFormat.JSON);
        return schema.validate(json, InputFormat.JSON);
    }
}
