package dev.freshet.cache.control;

import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.protocol.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Begins fills and ends them: reads fences, making those that are missing, and stores entries while they stand. Thread-safe. */
public final class Tickets {

    private static final Script OPEN = Script.named("open");
    private static final Script STAND = Script.named("stand");
    private static final Script STORE = Script.named("store");

    private final ControlRedis redis;

    public Tickets(ControlRedis redis) {
        this.redis = redis;
    }

    /**
     * Begins a fill. What is read of the content afterwards may be stored under the ticket.
     *
     * @param tags all that the answer depends on, each once
     * @param life how long the entry will live at most
     */
    public Ticket open(String cache, List<String> tags, Duration life) {
        List<String> names = new ArrayList<>(List.of(redis.keys().counter()));
        names.add(redis.keys().epoch(cache));
        tags.forEach(tag -> names.add(redis.keys().fence(tag)));
        List<String> values = redis.runForList(OPEN, names, List.of(millis(life)));
        Map<String, String> fences = new LinkedHashMap<>();
        for (int i = 0; i < tags.size(); i++) {
            fences.put(tags.get(i), values.get(i + 1));
        }
        return new Ticket(values.get(0), fences);
    }

    /**
     * Stores an entry that shares a node with the control keys, while the ticket stands.
     *
     * @return HIT if it was stored, or what has changed
     */
    public Verdict store(String entryKey, String entry, Duration life, String cache, Ticket ticket) {
        List<String> names = new ArrayList<>(List.of(entryKey));
        List<String> args = new ArrayList<>(List.of(millis(life), entry));
        add(cache, ticket, names, args);
        return Verdict.valueOf(redis.run(STORE, names, args));
    }

    /**
     * Asks whether a ticket stands, and prolongs its fences if so.
     *
     * @return HIT if it stands, or what has changed
     */
    public Verdict stand(Duration life, String cache, Ticket ticket) {
        List<String> names = new ArrayList<>();
        List<String> args = new ArrayList<>(List.of(millis(life)));
        add(cache, ticket, names, args);
        return Verdict.valueOf(redis.run(STAND, names, args));
    }

    private void add(String cache, Ticket ticket, List<String> names, List<String> args) {
        names.add(redis.keys().epoch(cache));
        args.add(ticket.epoch());
        ticket.fences().forEach((tag, value) -> {
            names.add(redis.keys().fence(tag));
            args.add(value);
        });
    }

    private static String millis(Duration life) {
        if (life.toMillis() < 1) {
            throw new IllegalArgumentException("an entry lives for a millisecond at least: " + life);
        }
        return Long.toString(life.toMillis());
    }
}
