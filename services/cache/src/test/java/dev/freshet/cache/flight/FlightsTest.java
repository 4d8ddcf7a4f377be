package dev.freshet.cache.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.protocol.Bound;
import dev.freshet.cache.protocol.Filling.Rows;
import dev.freshet.cache.protocol.Joining;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.protocol.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlightsTest {

    private static final Ticket TICKET = new Ticket("e", Map.of("a", "1"));
    private static final View STANDING = new View("e", Map.of("a", "1"), 1L, null);
    private static final View CHANGED = new View("e", Map.of("a", "2"), 1L, null);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Flights<Integer> flights = new Flights<>(threads);
    private final AtomicInteger computations = new AtomicInteger();
    private final List<CountDownLatch> ends = new ArrayList<>();
    private final List<CountDownLatch> begins = new ArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** Somebody who looks now; the computation, if it begins, lasts until its end is counted down. */
    private Flights.Seat<Integer> board(View seen, Rows rows) {
        return board(seen, System.nanoTime(), rows);
    }

    private Flights.Seat<Integer> board(View seen, long looked, Rows rows) {
        return board(seen, looked, Bound.LEASE, rows);
    }

    private Flights.Seat<Integer> board(View seen, long looked, Bound bound, Rows rows) {
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Flights.Seat<Integer> seat = flights.board("k", TICKET, seen, looked, bound, rows, flight -> () -> {
            int number = computations.incrementAndGet();
            begin.countDown();
            end.await();
            return number;
        });
        if (seat.terms() == null) {
            begins.add(begin);
            ends.add(end);
        }
        return seat;
    }

    @Test
    void whoHasSeenTheSameFencesJoins() throws Exception {
        board(STANDING, Rows.NONE);
        begins.get(0).await();

        assertThat(board(STANDING, Rows.NONE).terms()).isEqualTo(Joining.TRUSTED);
    }

    @Test
    void whoComesAfterAChangeDoesNotWaitForWhatBeganBefore() throws Exception {
        Flights.Seat<Integer> before = board(STANDING, Rows.FRESH);
        begins.get(0).await();
        Flights.Seat<Integer> after = board(CHANGED, Rows.FRESH);

        assertThat(after.terms()).isNull();
        begins.get(1).await();
        ends.get(1).countDown();
        assertThat(after.result().get()).isEqualTo(2);
        assertThat(before.result()).isNotDone();
    }

    @Test
    void whoeverMayJoinNeitherOfTwoSharesAThirdThatBeginsLater() throws Exception {
        View nothing = View.NOTHING;
        board(nothing, Rows.NONE);
        begins.get(0).await();
        board(nothing, Rows.NONE);
        begins.get(1).await();
        Flights.Seat<Integer> third = board(nothing, Rows.NONE);
        for (int i = 0; i < 100; i++) {
            Flights.Seat<Integer> seat = board(nothing, Rows.NONE);
            assertThat(seat.terms()).isEqualTo(Joining.LATER);
            assertThat(seat.result()).isSameAs(third.result());
        }

        assertThat(computations).hasValue(2);
        ends.get(0).countDown();
        begins.get(2).await();
        ends.get(2).countDown();
        assertThat(third.result().get()).isEqualTo(3);
    }

    @Test
    void whoLookedBeforeAComputationBeganJoinsItWhateverItSaw() throws Exception {
        long looked = System.nanoTime();
        board(STANDING, Rows.NONE);
        begins.get(0).await();

        assertThat(board(CHANGED, looked, Rows.NONE).terms()).isEqualTo(Joining.LATER);
        assertThat(board(CHANGED, Rows.NONE).terms()).isNull();
    }

    /** A computation looks once more before it reads, and may find an entry that is too old for others. */
    @Test
    void whoHasAnotherBoundWaitsForOneOfItsOwn() throws Exception {
        long looked = System.nanoTime();
        board(View.NOTHING, looked, Bound.LEASE, Rows.NONE);
        Flights.Seat<Integer> second = board(View.NOTHING, looked, Bound.NONE, Rows.NONE);
        Flights.Seat<Integer> third = board(View.NOTHING, looked, Bound.atMost(Duration.ZERO), Rows.NONE);
        Flights.Seat<Integer> fourth = board(View.NOTHING, looked, Bound.atMost(Duration.ofDays(1)), Rows.NONE);

        assertThat(List.of(second, third, fourth)).allMatch(seat -> seat.terms() == null);
        assertThat(board(View.NOTHING, looked, Bound.atMost(Duration.ZERO), Rows.NONE)
                        .result())
                .isSameAs(third.result());
        ends.forEach(CountDownLatch::countDown);
        assertThat(third.result()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(fourth.result()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void nothingStaysBehind() throws Exception {
        board(STANDING, Rows.NONE);
        ends.get(0).countDown();
        begins.get(0).await();
        while (board(STANDING, Rows.NONE).terms() != null) {
            Thread.onSpinWait();
        }
        assertThat(ends).hasSize(2);
    }

    @Test
    void aFailureReachesAllWhoWaitAndTheNextBegins() throws Exception {
        Flights.Seat<Integer> failing =
                flights.board("k", TICKET, STANDING, System.nanoTime(), Bound.LEASE, Rows.NONE, flight -> () -> {
                    throw new IllegalStateException("no");
                });

        assertThat(failing.result()).failsWithin(Duration.ofSeconds(10));
        assertThat(board(STANDING, Rows.NONE).terms()).isNull();
    }
}
