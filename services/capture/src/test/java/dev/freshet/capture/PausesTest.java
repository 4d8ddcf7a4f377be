package dev.freshet.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.capture.settings.RestartSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PausesTest {

    private final Pauses pauses =
            new Pauses(new RestartSettings(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(1)));

    @Test
    void doubleWithEachFailureUpToTheLongest() {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pauses.afterFailure(false);
            seconds.add(pauses.next().toSeconds());
        }

        assertThat(seconds).containsExactly(1L, 2L, 4L, 5L, 5L);
    }

    @Test
    void beginAnewAfterAnAttemptThatWasWell() {
        pauses.afterFailure(false);
        pauses.afterFailure(false);
        pauses.afterFailure(true);
        assertThat(pauses.next()).isEqualTo(Duration.ofSeconds(1));

        pauses.afterFailure(false);
        assertThat(pauses.next()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void beginAnewAfterAStandby() {
        pauses.afterFailure(false);
        pauses.afterFailure(false);
        pauses.after(Duration.ofMillis(7));
        assertThat(pauses.next()).isEqualTo(Duration.ofMillis(7));

        pauses.afterFailure(false);
        assertThat(pauses.next()).isEqualTo(Duration.ofSeconds(1));
    }
}
