package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schema and the reader agree on what a rules file is. */
class RulesSchemaTest {

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(RulesFile.class.getResourceAsStream("/dev/freshet/schemas/rules.schema.json"), InputFormat.JSON);

    static List<Path> good() {
        return RulesFiles.in("good");
    }

    static List<Path> bad() {
        return RulesFiles.in("bad");
    }

    static List<Path> badBeyondSchema() {
        return RulesFiles.in("bad-beyond-schema");
    }

    @ParameterizedTest
    @MethodSource("good")
    void bothAcceptAGoodFile(Path file) {
        assertThatCode(() -> RulesFile.read(RulesFiles.name(file), RulesFiles.text(file)))
                .doesNotThrowAnyException();
        assertThat(complaints(RulesFiles.text(file))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"lectures, ai-responses", "exercises, exercises", "market, quantum-api"})
    void bothAcceptTheRulesOfThePacks(String name, String cache) throws IOException {
        try (InputStream pack = RulesFile.class.getResourceAsStream("/dev/freshet/packs/" + name + "/rules.yaml")) {
            String rules = new String(Objects.requireNonNull(pack).readAllBytes(), StandardCharsets.UTF_8);

            assertThat(RulesFile.read(name, rules).caches()).containsKey(cache);
            assertThat(complaints(rules)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void theSchemaRefusesABadFileToo(Path file) {
        assertThat(complaints(RulesFiles.text(file))).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("badBeyondSchema")
    void someFaultsAreBeyondASchema(Path file) {
        assertThat(complaints(RulesFiles.text(file)))
                .as("move the file to 'bad' if the schema can see it")
                .isEmpty();
    }

    @Test
    void theSchemaIsOneItself() {
        Schema metaSchema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(metaSchema.validate(String.valueOf(schema.getSchemaNode()), InputFormat.JSON))
                .isEmpty();
    }

    private List<Error> complaints(String yaml) {
        return schema.validate(yaml, InputFormat.YAML);
    }
}
