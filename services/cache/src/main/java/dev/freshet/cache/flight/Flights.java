package dev.freshet.cache.flight;

import dev.freshet.cache.protocol.Bound;
import dev.freshet.cache.protocol.Filling.Rows;
import dev.freshet.cache.protocol.Joining;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.protocol.View;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The computations under way in this process, by the name of what they compute. Of one name two run at most, so that who
 * comes after a change need not wait for a computation from before it; whoever may join neither waits for a third, which
 * begins when one of them ends, and is the same for all who wait. Thread-safe.
 */
public final class Flights<R> {

    private static final int MOST = 2;

    private final Map<String, Lane<R>> lanes = new HashMap<>();
    private final Executor threads;

    /** @param threads run the computations */
    public Flights(Executor threads) {
        this.threads = threads;
    }

    /**
     * Somebody's place in a computation.
     *
     * @param terms on which its result may be taken; null for who began it
     * @param result complete on a thread that is to do little with it
     */
    public record Seat<R>(@Nullable Joining terms, CompletableFuture<R> result) {}

    /** What is under way of one name. */
    private static final class Lane<R> {

        /** the one that began last; null once it has ended */
        private @Nullable Flight<R> newest;

        /** one, but for callers with other bounds */
        private final Deque<Flight<R>> waiting = new ArrayDeque<>();

        private int running;

        void begin(Flight<R> flight) {
            newest = flight;
            running++;
        }

        Stream<Flight<R>> all() {
            return Stream.concat(Stream.ofNullable(newest), waiting.stream());
        }

        /** What begins now in its place, if something waits. */
        @Nullable
        Flight<R> end(Flight<R> flight) {
            running--;
            newest = newest == flight ? null : newest;
            Flight<R> begins = waiting.poll();
            if (begins != null) {
                begin(begins);
            }
            return begins;
        }
    }

    /**
     * Joins a computation where the newcomer may, or begins one.
     *
     * @param ticket what a computation that begins now begins under
     * @param newcomer what the newcomer has seen
     * @param looked when it had seen that, by {@code System.nanoTime()}
     */
    public Seat<R> board(
            String name,
            @Nullable Ticket ticket,
            View newcomer,
            long looked,
            Bound bound,
            Rows rows,
            Function<Flight<R>, Callable<R>> computation) {
        Flight<R> mine = new Flight<>(ticket, bound, computation);
        synchronized (lanes) {
            Lane<R> lane = lanes.computeIfAbsent(name, key -> new Lane<>());
            Optional<Seat<R>> seat = lane.all()
                    .map(flight -> new Seat<>(flight.terms(newcomer, looked, bound, rows), flight.result()))
                    .filter(found -> found.terms() != Joining.REFUSED)
                    .findFirst();
            if (seat.isPresent()) {
                return seat.get();
            }
            if (lane.running == MOST) {
                lane.waiting.add(mine);
                return new Seat<>(null, mine.result());
            }
            lane.begin(mine);
        }
        begin(name, mine);
        return new Seat<>(null, mine.result());
    }

    private void begin(String name, Flight<R> flight) {
        try {
            threads.execute(() -> run(name, flight));
        } catch (RuntimeException e) {
            end(name, flight);
            flight.result().completeExceptionally(e);
        }
    }

    /** Who comes after the end finds what was stored. */
    private void run(String name, Flight<R> flight) {
        try {
            R result = flight.compute();
            end(name, flight);
            flight.result().complete(result);
        } catch (Throwable e) {
            end(name, flight);
            flight.result().completeExceptionally(e);
        }
    }

    private void end(String name, Flight<R> flight) {
        Flight<R> next;
        synchronized (lanes) {
            Lane<R> lane = Objects.requireNonNull(lanes.get(name));
            next = lane.end(flight);
            if (lane.running == 0) {
                lanes.remove(name);
            }
        }
        if (next != null) {
            begin(name, next);
        }
    }
}
