package dev.freshet.capture.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.rules.TableName;
import org.junit.jupiter.api.Test;

class TablePatternsTest {

    @Test
    void matchTheNameAndNothingElse() {
        TableName odd = new TableName("my.schema", "a;b:c, d\"é(1)");
        String pattern = TablePatterns.of(odd);

        assertThat("my.schema.a;b:c, d\"é(1)").matches(pattern);
        assertThat("my_schema.a;b:c, d\"é(1)").doesNotMatch(pattern);
        assertThat(pattern).doesNotContain(";", ":", ",", " ");
    }

    @Test
    void leavePlainNamesReadable() {
        assertThat(TablePatterns.of(new TableName("public", "lecture_content_hashes")))
                .isEqualTo("public\\.lecture_content_hashes");
    }
}
