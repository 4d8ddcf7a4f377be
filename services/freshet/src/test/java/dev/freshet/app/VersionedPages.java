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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Pages whose content is a version in table {@code public.one} or, from page 101 on, in {@code public.two}. A thread writes
 * and reads them through the protocol until this is closed. A hit on a version that was replaced longer ago than the bound
 * is a violation; of the second table only after the rules {@linkplain #secondTableCounts() know it}.
 */
final class VersionedPages implements AutoCloseable {

    /** Of each table; nobody writes the last one but a test. */
    static final int PAGES = 8;

    /** What is added to the number of a page of the second table. */
    static final int SECOND = 100;

    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final long WRITE_EVERY = Duration.ofMillis(200).toNanos();

    private static final long PACE = Duration.ofMillis(5).toNanos();

    private final Connection database;
    private final RedisLink link;
    private final RedisTier redis;
    private final Map<String, Long> replacedAt = new ConcurrentHashMap<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final AtomicInteger hits = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "pages");
    private final AtomicInteger versions = new AtomicInteger();
    private volatile boolean secondCounts;
    private volatile boolean closed;
    private volatile @Nullable Exception failure;

    /** An answer that is under way: computed, and not stored yet. */
    record SlowFill(int id, Ticket ticket, String version) {}

    VersionedPages(Connection database, String redisUri, String keyPrefix) {
        this.database = database;
        this.link = RedisLink.to(redisUri, Duration.ofSeconds(5));
        this.redis = new RedisTier(link, new ControlKeys(keyPrefix));
        thread.start();
    }

    private void run() {
        long nextWrite = System.nanoTime();
        int written = 0;
        try {
            while (!closed) {
                if (System.nanoTime() > nextWrite) {
                    int id = 1 + written++ % (PAGES - 1);
                    replace(id);
                    replace(SECOND + id);
                    nextWrite = System.nanoTime() + WRITE_EVERY;
                }
                for (int id = 1; id <= PAGES; id++) {
                    read(id);
                    read(SECOND + id);
                }
                LockSupport.parkNanos(PACE); // other processes need the machine too
            }
        } catch (Exception e) {
            failure = e;
        }
    }

    /** Gives a page its next version, and returns that. */
    String replace(int id) throws SQLException {
        String old = version(id);
        String version = "v" + versions.incrementAndGet();
        try (PreparedStatement update =
                database.prepareStatement("UPDATE " + table(id) + " SET version = ? WHERE id = ?")) {
            update.setString(1, version);
            update.setInt(2, id);
            update.executeUpdate();
        }
        replacedAt.put(old, System.nanoTime());
        return version;
    }

    private void read(int id) throws Exception {
        String key = key(id);
        Look look = look(id);
        long now = System.nanoTime();
        Entry entry = look.entry();
        if (entry != null && verdict(id, look).isHit()) {
            hits.incrementAndGet();
            Long replaced = id > SECOND && !secondCounts ? null : replacedAt.get(version(entry));
            if (replaced != null && now - replaced > BOUND.toNanos()) {
                violations.add(key + " told " + entry.answer() + ", replaced "
                        + Duration.ofNanos(now - replaced).toMillis() + " ms before");
            }
        } else {
            store(compute(id));
        }
    }

    /** Begins a fill: fences first, then the content. */
    SlowFill compute(int id) throws SQLException {
        Ticket ticket = redis.open("pages", List.of("key:" + key(id)), LIFE);
        return new SlowFill(id, ticket, version(id));
    }

    /** Ends a fill; whether it was stored is the protocol's to say. */
    Verdict store(SlowFill fill) {
        Entry entry = new Entry(fill.ticket(), "\"" + fill.version() + "\"", 0);
        return redis.store("pages", key(fill.id()), entry, LIFE);
    }

    /** The version that a lookup is told now; null on a miss. */
    @Nullable
    String served(int id) throws Exception {
        Look look = look(id);
        Entry entry = look.entry();
        return entry != null && verdict(id, look).isHit() ? version(entry) : null;
    }

    private static String version(Entry entry) {
        return entry.answer().replace("\"", "");
    }

    /** From now on the pages of the second table are promised, too. */
    void secondTableCounts() {
        secondCounts = true;
    }

    private Look look(int id) throws Exception {
        return redis.ask("pages", key(id), List.of("key:" + key(id)), true).await(Duration.ofSeconds(5));
    }

    private Verdict verdict(int id, Look look) {
        Entry entry = look.entry();
        return Verdict.of(entry == null ? null : entry.ticket(), look.view(), List.of("key:" + key(id)), Bound.LEASE);
    }

    private String version(int id) throws SQLException {
        try (PreparedStatement query =
                database.prepareStatement("SELECT version FROM " + table(id) + " WHERE id = ?")) {
            query.setInt(1, id);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static String table(int id) {
        return id > SECOND ? "public.two" : "public.one";
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

    /** @throws AssertionError if readers and writer have ended before time */
    List<String> violations() {
        if (failure != null) {
            throw new AssertionError("the reader failed", failure);
        }
        return violations;
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the pages end", e);
        } finally {
            link.close();
            database.close();
        }
    }
}
