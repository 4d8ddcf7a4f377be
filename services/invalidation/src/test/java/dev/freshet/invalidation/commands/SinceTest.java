package dev.freshet.invalidation.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SinceTest {

    @Test
    void readsLengthsOfTime() {
        assertThat(new Since().convert("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(new Since().convert("1h")).isEqualTo(Duration.ofHours(1));
        assertThat(new Since().convert("7d")).isEqualTo(Duration.ofDays(7));
        assertThat(new Since().convert("PT30M")).isEqualTo(Duration.ofMinutes(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "0s", "-1h", "1 fortnight"})
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> new Since().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "' is no length of time: write 90s, 30m, 1h or 7d");
    }
}
