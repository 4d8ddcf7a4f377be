package dev.freshet.statistics.asking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    private record Row(String key, double change) {}

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "-", "=HYPERLINK('http://x')"})
    void aTextThatASpreadsheetWouldRunIsDefused(String key) {
        assertThat(Csv.text(List.of(new Row(key, 1)), new Row("", 0))).endsWith("\r\n'" + key + ",1.0\r\n");
    }

    @Test
    void aFormulaInQuotesIsDefusedInsideThem() {
        assertThat(Csv.text(List.of(new Row("=A1,\"b\"\r\n", 1)), new Row("", 0)))
                .endsWith("\r\n\"'=A1,\"\"b\"\"\r\n\",1.0\r\n");
    }

    @Test
    void numbersAndOtherTextsStayAsTheyAre() {
        assertThat(Csv.text(List.of(new Row("a-b=c", -0.5)), new Row("", 0))).isEqualTo("key,change\r\na-b=c,-0.5\r\n");
    }
}
