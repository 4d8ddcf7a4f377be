package dev.freshet.app;

import dev.freshet.cache.control.ControlKeys;
import dev.freshet.cache.protocol.Bound;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.protocol.Verdict;
import dev.freshet.cache.redis.Entry;
import dev.freshet.cache.redis.Look;
import dev.freshet.cache.redis.RedisLink;
import dev.freshet.cache.redis.RedisTier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Pages whose content is a version in table {@code public.one}, written and read through the protocol by a thread of its own,
 * until it is closed. A hit on a version that was replaced longer ago than the bound is a violation.
 */
final class VersionedPages implements AutoCloseable {

    private static final int PAGES = 5;
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final long WRITE_EVERY = Duration.ofMillis(200).toNanos();

    private static final long PACE = Duration.ofMillis(5).toNanos();

    private final Connection database;
    private final RedisLink link;
    private final RedisTier redis;
    private final Map<String, Long> replacedAt = new ConcurrentHashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final AtomicInteger hits = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "pages");
    private volatile boolean closed;
    private long version;

    VersionedPages(Connection database, String redisUri, String keyPrefix) {
        this.database = database;
        this.link = RedisLink.to(redisUri, Duration.ofSeconds(5));
        this.redis = new RedisTier(link, new ControlKeys(keyPrefix));
        thread.start();
    }

    private void run() {
        long nextWrite = System.nanoTime();
        try {
            while (!closed) {
                if (System.nanoTime() > nextWrite) {
                    write(1 + (int) (version % (PAGES - 1))); // the last one is never written
                    nextWrite = System.nanoTime() + WRITE_EVERY;
                }
                for (int id = 1; id <= PAGES; id++) {
                    read(id);
                }
                LockSupport.parkNanos(PACE); // other processes need the machine too
            }
        } catch (Exception e) {
            violations.add("the reader failed: " + e);
        }
    }

    private void write(int id) throws SQLException {
        String old = version(id);
        try (PreparedStatement update = database.prepareStatement("UPDATE public.one SET version = ? WHERE id = ?")) {
            update.setString(1, "v" + ++version);
            update.setInt(2, id);
            update.executeUpdate();
        }
        replacedAt.put(old, System.nanoTime());
    }

    private void read(int id) throws Exception {
        String key = key(id);
        Look look = look(id);
        long now = System.nanoTime();
        Entry entry = look.entry();
        if (entry != null && verdict(id, look).isHit()) {
            hits.incrementAndGet();
            Long replaced = replacedAt.get(entry.answer().replace("\"", ""));
            if (replaced != null && now - replaced > BOUND.toNanos()) {
                violations.add(key + " told " + entry.answer() + ", replaced "
                        + Duration.ofNanos(now - replaced).toMillis() + " ms before");
            }
        } else {
            Ticket ticket = redis.open("pages", List.of("key:" + key), LIFE);
            redis.store("pages", key, new Entry(ticket, "\"" + version(id) + "\"", 0), LIFE);
        }
    }

    private Look look(int id) throws Exception {
        return redis.ask("pages", key(id), List.of("key:" + key(id)), true).await(Duration.ofSeconds(5));
    }

    private Verdict verdict(int id, Look look) {
        Entry entry = look.entry();
        return Verdict.of(entry == null ? null : entry.ticket(), look.view(), List.of("key:" + key(id)), Bound.LEASE);
    }

    private String version(int id) throws SQLException {
        try (PreparedStatement query = database.prepareStatement("SELECT version FROM public.one WHERE id = ?")) {
            query.setInt(1, id);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static String key(int id) {
        return "page:" + id;
    }

    /** The epoch and the fence under which a page that nobody writes is filled now, as the control keys have them. */
    String fenceOfTheLastPage() throws Exception {
        Look look = look(PAGES);
        return look.view().epoch() + " " + look.view().fences();
    }

    int hits() {
        return hits.get();
    }

    List<String> violations() {
        return violations;
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.close();
        database.close();
    }
}
