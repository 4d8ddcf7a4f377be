package dev.freshet.app.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class RequestBodyTest {

    @Test
    void givesUpOnABodyThatTrickles() {
        assertThatExceptionOfType(RequestBody.TooSlowException.class)
                .isThrownBy(() -> RequestBody.read(trickling(), 1 << 30, Duration.ofMillis(50)));
    }

    @Test
    void doesNotWaitForTheRestOfABodyThatIsTooLarge() {
        assertThatExceptionOfType(RequestBody.TooLargeException.class)
                .isThrownBy(() -> RequestBody.read(trickling(), 3, Duration.ofDays(1)));
    }

    @Test
    void leavesATricklingBodyAfterAMoment() {
        long began = System.nanoTime();
        RequestBody.discard(trickling());
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
    }

    @Test
    void readsABodyOfTheLargestSize() throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setContent(new byte[100]);
        assertThat(RequestBody.read(request, 100, Duration.ofDays(1))).hasSize(100);
    }

    /** A byte each millisecond, for ever. */
    private static MockHttpServletRequest trickling() {
        return new MockHttpServletRequest() {
            @Override
            public long getContentLengthLong() {
                return -1;
            }

            @Override
            public ServletInputStream getInputStream() {
                return new Trickle();
            }
        };
    }

    private static final class Trickle extends ServletInputStream {

        @Override
        public int read() {
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            return 'x';
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            target[offset] = (byte) read();
            return 1;
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
