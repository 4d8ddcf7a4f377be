package dev.freshet.embedded;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class ServersPropertyTest {

    @Test
    void aSourceThatIsNotOnTheClassPathIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> TestServers.start("podman"))
                .withMessage("-Dfreshet.servers=podman needs a ServersProvider of that name on the class path;"
                        + " there are: embedded, docker");
    }
}
