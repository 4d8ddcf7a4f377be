package dev.freshet.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RateTest {

    private Instant now = Instant.EPOCH;

    private final Rate rate = new Rate(2, Duration.ofMinutes(1), new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void holdsBackWhatIsTooMuchAndTellsHowMuchItWas() {
        assertThat(rate.pass()).isZero();
        assertThat(rate.pass()).isZero();
        assertThat(rate.pass()).isEqualTo(-1);
        assertThat(rate.pass()).isEqualTo(-1);

        now = now.plusSeconds(59);
        assertThat(rate.pass()).isEqualTo(-1);

        now = now.plusSeconds(1);
        assertThat(rate.pass()).isEqualTo(3);
        assertThat(rate.pass()).isZero();
        assertThat(rate.pass()).isEqualTo(-1);
    }
}
