package dev.freshet.cache.redis;

import dev.freshet.cache.control.Claims;
import dev.freshet.cache.control.ControlKeys;
import dev.freshet.cache.control.ControlRedis;
import dev.freshet.cache.control.Fences;
import dev.freshet.cache.control.Tickets;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.protocol.Verdict;
import dev.freshet.cache.protocol.View;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Entries in Redis. Exceptions are Lettuce's; what blocks does so for at most the link's timeout. Thread-safe. */
public final class RedisTier {

    /** Its key is of the control keys only so that a cluster asks the node that holds the lease. */
    private static final String TIME =
            """
            local time = redis.call('TIME')
            return time[1] * 1000 + math.floor(time[2] / 1000)""";

    private static final int CONTROLS = 3;

    private final RedisLink link;
    private final ControlKeys keys;
    private final Tickets tickets;
    private final Claims claims;
    private final Fences fences;

    public RedisTier(RedisLink link, ControlKeys keys) {
        this.link = link;
        this.keys = keys;
        ControlRedis control = new ControlRedis(keys, link::sync);
        this.tickets = new Tickets(control);
        this.claims = new Claims(control);
        this.fences = new Fences(control);
    }

    public Claims claims() {
        return claims;
    }

    public Fences fences() {
        return fences;
    }

    public Duration timeout() {
        return link.timeout();
    }

    /** A question under way: replies arrive on a thread of Lettuce's, which is to do nothing with them. */
    public record Asked(
            RedisFuture<List<KeyValue<String, String>>> values, @Nullable RedisFuture<Long> time, List<String> tags) {

        /** What came back. To be called once {@link #arrived} is done; does the reading. */
        public Look look() {
            return RedisTier.look(
                    values.toCompletableFuture().join(),
                    time == null ? null : time.toCompletableFuture().join(),
                    tags);
        }

        /** Done when everything is there. */
        public CompletionStage<?> arrived() {
            return time == null ? values : values.thenCombine(time, (some, other) -> some);
        }

        /** Waits on the caller's thread. */
        public Look await(Duration timeout) throws Exception {
            try {
                values.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                if (time != null) {
                    time.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                }
                return look();
            } finally {
                cancel();
            }
        }

        /** What has not been sent by now is not to be sent later. */
        public void cancel() {
            values.cancel(false);
            if (time != null) {
                time.cancel(false);
            }
        }
    }

    /**
     * Asks for an entry and for all that decides about it, in one round trip.
     *
     * @param entryKey null to ask for the control keys only
     * @param tags all that the answer depends on, each once
     * @param withTime whether to ask for the server's time as well; it is the later of the two
     */
    public Asked ask(String cache, @Nullable String entryKey, List<String> tags, boolean withTime) {
        String[] names = new String[CONTROLS + tags.size()];
        names[0] = entryKey == null ? keys.lease() : entryKey;
        names[1] = keys.epoch(cache);
        names[2] = keys.lease();
        for (int i = 0; i < tags.size(); i++) {
            names[CONTROLS + i] = keys.fence(tags.get(i));
        }
        RedisFuture<List<KeyValue<String, String>>> values = link.async().mget(names);
        RedisFuture<Long> time = withTime ? link.async().eval(TIME, ScriptOutputType.INTEGER, keys.lease()) : null;
        return new Asked(values, time, tags);
    }

    private static Look look(List<KeyValue<String, String>> values, @Nullable Long time, List<String> tags) {
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i < tags.size(); i++) {
            KeyValue<String, String> fence = values.get(CONTROLS + i);
            if (fence.hasValue()) {
                found.put(tags.get(i), fence.getValue());
            }
        }
        View view = new View(
                values.get(1).getValueOrElse(null), found, number(values.get(2).getValueOrElse(null)), time);
        return new Look(view, Entry.read(values.get(0).getValueOrElse(null)), true);
    }

    /** Begins a fill: the fences and the epoch, those that are missing made. */
    public Ticket open(String cache, List<String> tags, Duration life) {
        return tickets.open(cache, new ArrayList<>(tags), life);
    }

    /**
     * Stores an entry while what it was filled under stands. Where it is on another node than the control keys, these are
     * asked before; what happens in between is found by whoever reads it.
     *
     * @return HIT when it was stored, or what has changed
     */
    public Verdict store(String cache, String entryKey, Entry entry, Duration life) {
        if (link.sharesNode(entryKey, keys.lease())) {
            return tickets.store(entryKey, entry.json(), life, cache, entry.ticket());
        }
        Verdict verdict = tickets.stand(life, cache, entry.ticket());
        if (verdict.isHit()) {
            link.sync().set(entryKey, entry.json(), SetArgs.Builder.px(life));
        }
        return verdict;
    }

    private static @Nullable Long number(@Nullable String text) {
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
