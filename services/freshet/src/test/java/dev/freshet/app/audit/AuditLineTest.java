package dev.freshet.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AuditLineTest {

    @Test
    void writesWhatDoesNotPrintAsItsCode() {
        assertThat(line("a\r\nb\tc\u001b[31m\u0000\u2028\u202e\ufeff"))
                .isEqualTo("x=\"a\\u{d}\\u{a}b\\u{9}c\\u{1b}[31m\\u{0}\\u{2028}\\u{202e}\\u{feff}\"");
    }

    @Test
    void leavesWordsOfAnyLanguageReadable() {
        assertThat(line("größer 水 \uD83D\uDCA7")).isEqualTo("x=\"größer 水 \uD83D\uDCA7\"");
    }

    @Test
    void nothingEndsTheQuotesEarly() {
        assertThat(line("a\" who=root \\")).isEqualTo("x=\"a\\\" who=root \\\\\"");
    }

    @Test
    void cutsWhatIsTooLong() {
        assertThat(line("x".repeat(5000))).isEqualTo("x=\"" + "x".repeat(1000) + "…\"");
    }

    private static String line(String value) {
        return new AuditLine().quoted("x", value).toString();
    }
}
