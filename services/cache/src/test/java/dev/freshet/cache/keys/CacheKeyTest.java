package dev.freshet.cache.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheKeyTest {

    private static final String ONE = "1e000000-0000-4000-8000-000000000001";
    private static final String TWO = "1e000000-0000-4000-8000-000000000002";

    /** The vectors of the README of schemas, which other languages compute too. */
    @Test
    void keysAreThoseOfTheDocumentedVectors() {
        assertThat(CacheKey.of("quiz", List.of(TWO, ONE), "{\"count\":2}"))
                .isEqualTo("6626df3881409839661ced9131dc0744d879e25ef985e3b48d18ce30004f5842");
        assertThat(CacheKey.of("summary", List.of(ONE), "{}"))
                .isEqualTo("b9c428b3155bdab72d031605d755d25d9259ed09a8ee1c2ba5d06bbd44c4e11c");
    }

    @Test
    void orderAndRepetitionOfIdsDoNotMatter() {
        assertThat(CacheKey.of("quiz", List.of(ONE, TWO, ONE), "{\"count\":2}"))
                .isEqualTo(CacheKey.of("quiz", List.of(TWO, ONE), "{\"count\":2}"));
    }

    /** The example of RFC 8785, section 3.2.2 and 3.2.4. */
    @Test
    void paramsAreInTheFormOfRfc8785() {
        String json = "{\"numbers\": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],"
                + " \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
                + " \"literals\": [null, true, false]}";

        assertThat(CacheKey.canonical(json))
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void paramsThatMeanTheSameAreTheSame() {
        assertThat(CacheKey.canonical(Map.of("b", List.of(1, "x"), "a", 2.0)))
                .isEqualTo(CacheKey.canonical("{ \"a\": 2, \"b\": [1.0, \"x\"] }"));
    }

    @Test
    void paramsThatAreNoJsonAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> CacheKey.canonical("{"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\": 9007199254740993}",
                "{\"n\": 1234567890123456789}",
                "[0.10000000000000000001]",
                "{\"n\": {\"m\": [1e400]}}",
                "[1e-400]"
            })
    void aNumberThatADoubleDoesNotHoldIsRefused(String params) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheKey.canonical(params))
                .withMessageContaining("give it as text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[9007199254740992]",
                "[0.1,1e3,-0.0,123456789012345,1.7976931348623157e308,5e-324]",
                "[12345678901234567000]"
            })
    void aNumberThatADoubleHoldsIsTaken(String params) {
        assertThat(CacheKey.canonical(params)).startsWith("[");
    }

    @Test
    void whatIsNestedTooDeeplyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheKey.canonical("[".repeat(100_000) + "]".repeat(100_000)));
    }
}
