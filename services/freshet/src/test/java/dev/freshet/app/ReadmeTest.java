package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the README says of settings is what the program has. */
class ReadmeTest {

    private static final Path README = Path.of("..", "..", "README.md");

    @Test
    void listsEverySettingWithItsDefault() throws IOException {
        String readme = Files.readString(README);
        assertThat(settings()).isNotEmpty().allSatisfy((name, value) -> assertThat(readme)
                .contains("| `" + name + "` | " + (value.isEmpty() ? "" : "`" + value + "`") + " |"));
    }

    @Test
    void listsNoSettingThatIsNone() throws IOException {
        assertThat(Files.readAllLines(README))
                .filteredOn(line -> line.startsWith("| `freshet."))
                .extracting(line -> line.substring(3, line.indexOf("`", 3)))
                .isSubsetOf(settings().keySet());
    }

    private static Map<String, String> settings() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (URL url : Collections.list(
                ReadmeTest.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = url.openStream()) {
                for (JsonNode property : JsonMapper.shared().readTree(in).path("properties")) {
                    String name = property.path("name").asString();
                    if (name.startsWith("freshet.")) {
                        settings.put(name, text(property.path("defaultValue")));
                    }
                }
            }
        }
        return settings;
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? String.join(",", value.valueStream().map(JsonNode::asString).toList())
                : value.asString("");
    }
}
