package dev.freshet.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The published JSON Schemas say the same as the records do. */
class SchemasTest {

    private static final String PUBLISHED = "https://freshet.dev/schemas/";

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaIdResolvers(it -> it.mapPrefix(PUBLISHED, "classpath:dev/freshet/schemas/")));

    @ParameterizedTest
    @MethodSource("dev.freshet.events.Samples#all")
    void takeEveryEventThatIsWritten(Record event) {
        String json = new String(EventJson.write(event), StandardCharsets.UTF_8);

        assertThat(errors(event.getClass().getSimpleName().toLowerCase(Locale.ROOT), json))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "access       | outcome     | {'cache': 'c', 'outcome': 'hit', 'time': '2026-03-01T12:34:56Z'}",
                "access       | time        | {'cache': 'c', 'outcome': 'miss'}",
                "access       | date-time   | {'cache': 'c', 'outcome': 'miss', 'time': 'yesterday'}",
                "access       | cache       | {'cache': '', 'outcome': 'miss', 'time': '2026-03-01T12:34:56Z'}",
                "access       | tokensSaved | {'cache': 'c', 'outcome': 'miss', 'time': '2026-03-01T12:34:56Z', 'tokensSaved': -1}",
                "access       | tokensSaved | {'cache': 'c', 'outcome': 'miss', 'time': '2026-03-01T12:34:56Z', 'tokensSaved': 1.5}",
                "access       | reason      | {'cache': 'c', 'outcome': 'miss', 'time': '2026-03-01T12:34:56Z', 'reason': 'luck'}",
                "access       | millis      | {'cache': 'c', 'outcome': 'miss', 'time': '2026-03-01T12:34:56Z', 'load': {'millis': -1}}",
                "access       | millis      | {'cache': 'c', 'outcome': 'miss', 'time': '2026-03-01T12:34:56Z', 'load': {}}",
                "command      | one         | {'id': '1', 'cache': 'c', 'who': 'ann'}",
                "command      | one         | {'id': '1', 'cache': 'c', 'who': 'ann', 'tag': 't', 'key': 'k'}",
                "command      | one         | {'id': '1', 'cache': 'c', 'who': 'ann', 'tag': 't', 'all': true}",
                "command      | who         | {'id': '1', 'cache': 'c', 'all': true}",
                "invalidation | one         | {'id': '1', 'cache': 'c', 'tag': 't', 'rowsDeleted': 0, 'keysRemoved': 0, 'appliedAt': '2026-03-01T12:34:56Z'}",
                "invalidation | operation   | {'id': '1', 'cache': 'c', 'tag': 't', 'change': {'table': 'a.b', 'operation': 'drop'}, 'rowsDeleted': 0, 'keysRemoved': 0, 'appliedAt': '2026-03-01T12:34:56Z'}",
                "invalidation | command     | {'id': '1', 'cache': 'c', 'tag': 't', 'command': {'id': '1'}, 'rowsDeleted': 0, 'keysRemoved': 0, 'appliedAt': '2026-03-01T12:34:56Z'}",
                "watermark    | offsets     | {'time': '2026-03-01T12:34:56Z', 'rules': 'r'}",
                "watermark    | nextOffset  | {'time': '2026-03-01T12:34:56Z', 'rules': 'r', 'offsets': [{'topic': 't', 'topicId': 'i', 'partition': 0}]}",
                "entry        | fences      | {'answer': {}, 'epoch': 'e'}",
                "entry        | fences      | {'answer': {}, 'epoch': 'e', 'fences': {}}",
                "entry        | answer      | {'epoch': 'e', 'fences': {'lecture:7': 'n'}}",
            })
    void refuseWhatIsBrokenAndSayWhere(String schema, String what, String json) {
        assertThat(errors(schema, json.replace('\'', '"')))
                .extracting(Error::toString)
                .anySatisfy(error -> assertThat(error).contains(what));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "access  | {'cache': 'c', 'outcome': 'miss', 'time': '2026-03-01T12:34:56Z', 'later': {}}",
                "command | {'id': '1', 'cache': 'c', 'who': 'ann', 'tag': 't', 'all': false, 'later': 1}",
                "entry   | {'answer': {'text': '…'}, 'epoch': 'e', 'fences': {'lecture:7': 'n'}}",
                "entry   | {'answer': null, 'epoch': 'e', 'fences': {'key:a': 'n'}, 'later': 1}",
            })
    void takeWhatIsLeftOutOrAdded(String schema, String json) {
        assertThat(errors(schema, json.replace('\'', '"'))).isEmpty();
    }

    private List<Error> errors(String schema, String json) {
        return registry.getSchema(SchemaLocation.of(PUBLISHED + schema + ".schema.json"))
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(it -> it.formatAssertionsEnabled(true)));
    }
}
