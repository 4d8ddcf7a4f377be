package dev.freshet.cache.flight;

import dev.freshet.cache.protocol.Bound;
import dev.freshet.cache.protocol.Filling.Rows;
import dev.freshet.cache.protocol.Joining;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.protocol.View;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One computation, waiting for its turn or under way, and those who wait for it. Thread-safe. */
public final class Flight<R> {

    private final @Nullable Ticket ticket;
    private final Bound bound;
    private final Callable<R> computation;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private volatile boolean begun;
    private volatile long beginning;
    private volatile boolean storing;

    /**
     * Not begun yet.
     *
     * @param ticket read before the content will be; null when Redis does not answer
     * @param bound of who began it: the computation looks once more, and may find an entry that this allows
     */
    Flight(@Nullable Ticket ticket, Bound bound, Function<Flight<R>, Callable<R>> computation) {
        this.ticket = ticket;
        this.bound = bound;
        this.computation = computation.apply(this);
    }

    /** Read before the content; null when Redis did not answer. */
    public @Nullable Ticket ticket() {
        return ticket;
    }

    /** To be said before the row is sent to the primary: who comes later cannot rely on what is found there. */
    public void storing() {
        storing = true;
    }

    /** @param looked when the newcomer had seen what it saw, by {@code System.nanoTime()} */
    Joining terms(View newcomer, long looked, Bound its, Rows rows) {
        boolean looksLater = !begun || beginning - looked > 0;
        return looksLater && bound.equals(its) ? Joining.LATER : Joining.of(ticket, storing, newcomer, its, rows);
    }

    R compute() throws Exception {
        beginning = System.nanoTime();
        begun = true;
        return computation.call();
    }

    CompletableFuture<R> result() {
        return result;
    }
}
