package dev.freshet.cache.outage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageTest {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Exception refused = new IllegalStateException("connection", new RuntimeException("refused"));
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger failures = new AtomicInteger();
    private final Outage outage = new Outage("PostgreSQL is away", PAUSE, nanos::get, failures::incrementAndGet);
    private final Logger logger = (Logger) LoggerFactory.getLogger(Outage.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.setLevel(null);
        logger.detachAppender(log);
    }

    @Test
    void oneWarningTellsOfTheBeginningHoweverManyFailuresFollow() {
        fail(50);

        assertThat(lines(Level.WARN))
                .singleElement()
                .asString()
                .startsWith("PostgreSQL is away;")
                .contains("connection", "refused");
        assertThat(log.list).hasSize(1);
        assertThat(failures).hasValue(50);
    }

    @Test
    void oneLineTellsOfTheEnd() {
        fail(50);
        outage.worked();
        outage.worked();

        assertThat(lines(Level.INFO)).containsExactly("It is over: PostgreSQL is away");
        assertThat(log.list).hasSize(2);
    }

    @Test
    void theNextOutageIsToldOfAnew() {
        fail(3);
        outage.worked();
        fail(3);
        outage.worked();

        assertThat(lines(Level.WARN)).hasSize(2);
        assertThat(lines(Level.INFO)).hasSize(2);
    }

    @Test
    void nothingIsSaidWhileAllIsWell() {
        outage.worked();

        assertThat(log.list).isEmpty();
    }

    @Test
    void oneAsksAgainAfterEachPause() {
        fail(1);
        assertThat(outage.mayTry()).isFalse();

        nanos.addAndGet(PAUSE.toNanos());
        assertThat(outage.mayTry()).isTrue();
        assertThat(outage.mayTry()).as("another, at the same time").isFalse();

        outage.worked();
        assertThat(outage.mayTry()).isTrue();
    }

    /** Each a while after the other. */
    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            nanos.addAndGet(PAUSE.toNanos());
            outage.failed(refused);
        }
    }

    private List<String> lines(Level level) {
        return log.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
