package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a='x'or b=1",
                "a=1or b=true and c='y'",
                "\"A\"is null",
                "\"A\"in('x')or\"B\"not in(0)",
                "inner = 1 and nota is null",
                "a is null or b = false"
            })
    void bothAcceptACondition(String when) {
        assertThat(Condition.parse(when)).isNotNull();
        assertThat(complaints(withCondition(when))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "in = 1",
                "a = 1 and or = 2",
                "null is null",
                "a = truer b = 1",
                "a = 1 orb = 1",
                "ais null",
                "a isnull",
                "a = 1 or",
                "a = 'x''y"
            })
    void bothRefuseACondition(String when) {
        assertThatThrownBy(() -> Condition.parse(when)).isInstanceOf(InvalidTextException.class);
        assertThat(complaints(withCondition(when))).isNotEmpty();
    }

    private static String withCondition(String when) {
        return "{caches: {c: {keys: k}}, sources: {public.t: {stale: [{cache: c, all: true, when: \""
                + when.replace("\"", "\\\"") + "\"}]}}}";
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
