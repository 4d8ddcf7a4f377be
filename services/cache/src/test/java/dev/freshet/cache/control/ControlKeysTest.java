package dev.freshet.cache.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlKeysTest {

    @Test
    void namesAreAsDocumented() {
        ControlKeys keys = ControlKeys.DEFAULT;

        assertThat(keys.fence("lecture:1")).isEqualTo("{freshet}:fence:lecture:1");
        assertThat(keys.epoch("ai-responses")).isEqualTo("{freshet}:epoch:ai-responses");
        assertThat(keys.lease()).isEqualTo("{freshet}:lease");
        assertThat(keys.server()).isEqualTo("{freshet}:server");
        assertThat(keys.positions()).isEqualTo("{freshet}:positions");
        assertThat(keys.position("d1", "t1", 3)).isEqualTo("d1:t1:3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "freshet", "{}", "x{freshet}", "{a}{b}"})
    void aPrefixThatWouldScatterTheKeysIsRefused(String prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ControlKeys(prefix));
    }
}
