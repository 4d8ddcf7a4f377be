package dev.freshet.cache;

import dev.freshet.cache.accesses.Accesses;
import dev.freshet.cache.control.ControlKeys;
import dev.freshet.cache.guards.Providers;
import dev.freshet.cache.guards.Rate;
import dev.freshet.cache.outage.Outage;
import dev.freshet.cache.redis.RedisLink;
import dev.freshet.cache.redis.RedisTier;
import dev.freshet.cache.rows.CacheRows;
import dev.freshet.cache.source.JdbcSnapshots;
import dev.freshet.cache.source.Reading;
import dev.freshet.cache.source.Snapshots;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The read side of one installation: what its caches share. Make one, and of it one {@link AnswerCache} for each cache.
 * Thread-safe. Closing ends the library's threads; who waits for a load then waits until its time is over.
 */
public final class ReadSide implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final RedisLink redis;
    private final RedisTier tier;
    private final DataSource primary;
    private final Snapshots content;
    private final Accesses accesses;
    private final MeterRegistry registry;
    private final Providers providers;
    private final Duration timeout;
    private final Threads threads;

    private ReadSide(Builder builder) {
        this.redis = builder.redis;
        this.tier = new RedisTier(builder.redis, builder.keys);
        this.primary = builder.primary;
        this.content = builder.content == null ? new JdbcSnapshots(builder.primary) : builder.content;
        this.accesses = builder.accesses;
        this.registry = builder.registry;
        this.providers = new Providers(builder.rates);
        this.timeout = builder.timeout;
        this.threads = Threads.start(builder.tierThreads, builder.loadThreads);
    }

    /**
     * Begins with what everybody needs.
     *
     * @param redis closed with the read side
     * @param primary leads to the primary, never to a standby
     */
    public static Builder over(RedisLink redis, DataSource primary) {
        return new Builder(redis, primary);
    }

    /** One cache. To be called once for each: computations are shared within what it returns. */
    public AnswerCache cache(CacheDefinition cache) {
        Meters meters = new Meters(registry, cache.name());
        RedisSide redisSide = new RedisSide(
                cache.name(),
                tier,
                outage(
                        "Redis does not answer: answers of cache " + cache.name() + " come from PostgreSQL",
                        meters.failures("redis")),
                outage(
                        "Redis does not take what cache " + cache.name() + " wants to keep",
                        meters.failures("redis-fill")));
        RowSide rowSide = cache.rows() == null
                ? null
                : new RowSide(
                        new CacheRows(cache.rows(), primary, timeout),
                        outage(
                                "PostgreSQL neither gives nor takes answers of cache " + cache.name()
                                        + ": they are computed each time, and not kept",
                                meters.failures("postgres")),
                        timeout,
                        threads.tiers());
        Outage reading = outage(
                "Content of cache " + cache.name() + " is read without its version: answers to it are not kept",
                meters.failures("content"));
        Tiers tiers = new Tiers(cache, redisSide, rowSide, meters, threads.tiers());
        Guards guards = new Guards(cache, providers, threads.steps());
        Reading steps = new Reading(content, reading::failed, reading::worked);
        Tiers again = new Tiers(cache, redisSide, rowSide, meters.withoutMisses(), threads.tiers());
        Loads loads = new Loads(cache, again, redisSide, steps, rowSide, guards, threads, meters);
        return new AnswerCache(cache, redisSide, tiers, loads, accesses, meters, threads, Clock.systemUTC());
    }

    private static Outage outage(String consequence, Runnable counter) {
        return new Outage(consequence, PAUSE, System::nanoTime, counter);
    }

    @Override
    public void close() {
        threads.close();
        redis.close();
    }

    /** What can be chosen. */
    public static final class Builder {

        private final RedisLink redis;
        private final DataSource primary;
        private ControlKeys keys = ControlKeys.DEFAULT;
        private @Nullable Snapshots content;
        private Accesses accesses = Accesses.NONE;
        private MeterRegistry registry = new SimpleMeterRegistry();
        private Map<String, Rate> rates = Map.of();
        private Duration timeout = Duration.ofSeconds(2);
        private int tierThreads = 16;
        private int loadThreads = 64;

        private Builder(RedisLink redis, DataSource primary) {
            this.redis = redis;
            this.primary = primary;
        }

        /** The control keys of an installation with another prefix than the documented one. */
        public Builder controlKeys(ControlKeys its) {
            keys = its;
            return this;
        }

        /** Where content is read: the primary if nothing is said; a standby may lag, then its content is not kept. */
        public Builder content(Snapshots its) {
            content = its;
            return this;
        }

        /** Who is told of lookups; nobody if nothing is said. Not closed with the read side. */
        public Builder accesses(Accesses its) {
            accesses = its;
            return this;
        }

        public Builder meters(MeterRegistry its) {
            registry = its;
            return this;
        }

        /** What providers allow, by the name that guards give. */
        public Builder rates(Map<String, Rate> its) {
            rates = Map.copyOf(its);
            return this;
        }

        /** Longest wait for PostgreSQL's answer about a row, a connection included; 2 s if nothing is said. */
        public Builder postgresTimeout(Duration its) {
            timeout = its;
            return this;
        }

        /** How many threads ask the tiers (16), and how many loads run or wait at once in this process (64). */
        public Builder threads(int tiers, int loads) {
            tierThreads = tiers;
            loadThreads = loads;
            return this;
        }

        public ReadSide build() {
            return new ReadSide(this);
        }
    }
}
