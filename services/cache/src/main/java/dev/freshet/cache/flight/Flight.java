package dev.freshet.cache.flight;

import dev.freshet.cache.protocol.Bound;
import dev.freshet.cache.protocol.Filling.Rows;
import dev.freshet.cache.protocol.Joining;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.protocol.View;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One computation under way, and those who wait for it. Thread-safe. */
public final class Flight<R> {

    private final @Nullable Ticket ticket;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private volatile boolean storing;

    /** @param ticket read before the content will be; null when Redis does not answer */
    Flight(@Nullable Ticket ticket) {
        this.ticket = ticket;
    }

    /** To be said before the row is sent to the primary: who comes later cannot rely on what is found there. */
    public void storing() {
        storing = true;
    }

    Joining terms(View newcomer, Bound bound, Rows rows) {
        return Joining.of(ticket, storing, newcomer, bound, rows);
    }

    CompletableFuture<R> result() {
        return result;
    }
}
