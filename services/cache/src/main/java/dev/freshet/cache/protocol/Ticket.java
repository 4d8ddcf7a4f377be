package dev.freshet.cache.protocol;

import java.util.Map;

/**
 * The fences and the epoch under which an answer is filled, read before its content was; an entry remembers its own.
 *
 * @param epoch the epoch's value
 * @param fences by tag, their values; at least one
 */
public record Ticket(String epoch, Map<String, String> fences) {

    public Ticket {
        if (epoch.isEmpty() || fences.isEmpty() || fences.containsValue("")) {
            throw new IllegalArgumentException("a ticket has an epoch and a fence at least, and none is empty");
        }
        fences = Map.copyOf(fences);
    }

    /** Tells it from others, in a few characters. */
    public String digest() {
        return Integer.toHexString(epoch.hashCode()) + Integer.toHexString(fences.hashCode());
    }

    /**
     * Whether nothing under it was made stale before the look.
     *
     * @return HIT, or what has changed: EPOCH or FENCE. An absent value equals nothing.
     */
    public Verdict in(View view) {
        if (!epoch.equals(view.epoch())) {
            return Verdict.EPOCH;
        }
        return fences.entrySet().stream()
                        .allMatch(fence -> fence.getValue().equals(view.fences().get(fence.getKey())))
                ? Verdict.HIT
                : Verdict.FENCE;
    }
}
