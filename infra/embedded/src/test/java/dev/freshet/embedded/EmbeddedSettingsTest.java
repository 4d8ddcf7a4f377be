package dev.freshet.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedSettingsTest {

    @Test
    void aPortThatCannotBeIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmbeddedSettings(Path.of("."), 1, 70000, 1, Map.of()))
                .withMessage("Kafka's port must be from 0 (a free one) to 65535: 70000");
    }

    @Test
    void aRelativeFolderStaysWhereTheProgramWasStarted() {
        assertThat(new EmbeddedSettings(Path.of(".freshet"), 1, 2, 3, Map.of()).folder())
                .isEqualTo(Path.of("").toAbsolutePath().resolve(".freshet"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a\"b", "a$b", "a`b"})
    void aFolderThatTheServersCannotSpellIsRefused(String folder) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmbeddedSettings(Path.of(folder), 1, 2, 3, Map.of()))
                .withMessageStartingWith("The servers' folder must have none of , \" $ ` in its path: /")
                .withMessageEndingWith(folder);
    }
}
