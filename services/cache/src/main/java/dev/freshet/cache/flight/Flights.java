package dev.freshet.cache.flight;

import dev.freshet.cache.protocol.Bound;
import dev.freshet.cache.protocol.Filling.Rows;
import dev.freshet.cache.protocol.Joining;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.protocol.View;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The computations under way in this process, by the name of what they compute. Thread-safe. */
public final class Flights<R> {

    private final Map<String, Flight<R>> flights = new ConcurrentHashMap<>();
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

    /**
     * Joins the computation under way where the newcomer may, or begins one.
     *
     * @param ticket what a computation that begins now begins under
     * @param newcomer what the newcomer's lookup has seen
     */
    public Seat<R> board(
            String name,
            @Nullable Ticket ticket,
            View newcomer,
            Bound bound,
            Rows rows,
            Function<Flight<R>, Callable<R>> computation) {
        Flight<R> mine = new Flight<>(ticket);
        Joining[] terms = new Joining[1];
        Flight<R> flight = flights.compute(name, (key, known) -> {
            terms[0] = known == null ? Joining.REFUSED : known.terms(newcomer, bound, rows);
            return known == null || terms[0] == Joining.REFUSED ? mine : known;
        });
        if (flight != mine) {
            return new Seat<>(terms[0], flight.result());
        }
        begin(name, mine, computation.apply(mine));
        return new Seat<>(null, mine.result());
    }

    private void begin(String name, Flight<R> flight, Callable<R> computation) {
        try {
            threads.execute(() -> run(name, flight, computation));
        } catch (RuntimeException e) {
            flights.remove(name, flight);
            flight.result().completeExceptionally(e);
        }
    }

    /** Who comes after the end finds what was stored. */
    private void run(String name, Flight<R> flight, Callable<R> computation) {
        try {
            R result = computation.call();
            flights.remove(name, flight);
            flight.result().complete(result);
        } catch (Throwable e) {
            flights.remove(name, flight);
            flight.result().completeExceptionally(e);
        }
    }
}
