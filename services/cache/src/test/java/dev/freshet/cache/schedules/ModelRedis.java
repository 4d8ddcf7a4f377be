package dev.freshet.cache.schedules;

import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.protocol.Verdict;
import dev.freshet.cache.protocol.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the scripts do, on maps. {@code ModelRedisIT} compares it with the scripts themselves. */
final class ModelRedis {

    static final String EPOCH = "epoch";

    /** An entry: what it answers, and what it was filled under; no ticket in protocols without fences. */
    record Entry(Content answer, @Nullable Ticket ticket) {}

    /** What a dump holds. */
    record State(
            Map<String, String> values,
            @Nullable Entry entry,
            long beat,
            long leaseEnd,
            int identity,
            int epochsRaisedFor,
            Map<Integer, Integer> positions) {}

    private long made;
    private Map<String, String> values = new HashMap<>();

    @Nullable
    Entry entry;

    private long beat;
    private long leaseEnd;
    private int identity = 1;
    private int epochsRaisedFor = 1;
    /** Which server a lease has last vouched for, whatever Redis remembers of it. */
    private int healed = 1;

    private Map<Integer, Integer> positions = new HashMap<>();
    /** Where memcached keeps the token of a miss. */
    String token = "";

    ModelRedis() {
        values.put(EPOCH, nonce());
    }

    /** Never the same, whatever is restored: the script adds the time and a random part to its counter. */
    String nonce() {
        made++;
        return "n" + made;
    }

    int identity() {
        return identity;
    }

    /** raise.lua */
    void raise(Collection<String> names) {
        names.forEach(name -> values.put(name, nonce()));
    }

    void set(String name, String value) {
        values.put(name, value);
    }

    /** open.lua */
    Ticket open(List<String> tags) {
        Map<String, String> fences = new HashMap<>();
        tags.forEach(tag -> fences.put(tag, made(tag)));
        return new Ticket(made(EPOCH), fences);
    }

    private String made(String name) {
        return values.computeIfAbsent(name, missing -> nonce());
    }

    /** MGET */
    View look(List<String> tags, long now) {
        Map<String, String> fences = new HashMap<>();
        for (String tag : tags) {
            String value = values.get(tag);
            if (value != null) {
                fences.put(tag, value);
            }
        }
        return new View(values.get(EPOCH), fences, now < leaseEnd ? beat : null, now);
    }

    /** store.lua */
    Verdict store(Entry stored) {
        Ticket ticket = java.util.Objects.requireNonNull(stored.ticket());
        Verdict verdict = ticket.in(look(new ArrayList<>(ticket.fences().keySet()), 0));
        if (verdict.isHit()) {
            entry = stored;
        }
        return verdict;
    }

    /** applied.lua: positions that were reached on another server say nothing of this one's fences. */
    void record(int partition, int nextOffset, int server, boolean raising) {
        if (raising && server != identity) {
            raise(List.of(EPOCH));
        }
        positions.put(partition, nextOffset);
    }

    /** By partition, the next offset that must have been reached: one that is not there has reached nothing. */
    boolean hasPassed(Map<Integer, Integer> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), -1) >= end.getValue());
    }

    /** lease.lua, once all positions have passed */
    boolean grant(long time, long end, long now, boolean raising) {
        if (end <= now || (now < leaseEnd && time <= beat)) {
            return false;
        }
        if (epochsRaisedFor != identity) {
            if (raising) {
                raise(List.of(EPOCH));
            }
            epochsRaisedFor = identity;
        }
        healed = identity;
        beat = time;
        leaseEnd = end;
        return true;
    }

    /** Whether everything that was lost with another server's memory has been made up for. */
    boolean isHealed() {
        return healed == identity;
    }

    void unlink() {
        entry = null;
        token = "";
    }

    void evict(String name) {
        switch (name) {
            case "entry" -> entry = null;
            case "lease" -> leaseEnd = 0;
            case "server" -> epochsRaisedFor = 0;
            default -> values.remove(name);
        }
    }

    State dump() {
        return new State(
                new HashMap<>(values), entry, beat, leaseEnd, identity, epochsRaisedFor, new HashMap<>(positions));
    }

    /** Comes back as a process of its own, with what the dump holds. */
    void restore(State dump) {
        values = new HashMap<>(dump.values());
        entry = dump.entry();
        beat = dump.beat();
        leaseEnd = dump.leaseEnd();
        epochsRaisedFor = dump.epochsRaisedFor();
        positions = new HashMap<>(dump.positions());
        identity++;
        token = "";
    }
}
