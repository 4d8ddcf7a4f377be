package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameTest {

    @Test
    void readsPlainAndQuotedParts() {
        assertThat(TableName.parse("public.lectures")).isEqualTo(new TableName("public", "lectures"));
        assertThat(TableName.parse("\"My Schema\".\"a.\"\"b\"\"\"")).isEqualTo(new TableName("My Schema", "a.\"b\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"public.lectures", "übung._t$1", "\"My Schema\".t", "s.\"a.\"\"b\"", "\"1\".\"\"\"\""})
    void writesWhatItReads(String text) {
        assertThat(TableName.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lectures",
                "public.",
                ".t",
                "a.b.c",
                "Public.t",
                "public.1t",
                "\"\".t",
                "a b.t",
                "a.\"b",
                "a.b;",
                ""
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> TableName.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void quotesForAStatement() {
        assertThat(new TableName("public", "or\"der").sql()).isEqualTo("\"public\".\"or\"\"der\"");
    }
}
