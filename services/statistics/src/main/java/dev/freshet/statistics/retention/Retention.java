package dev.freshet.statistics.retention;

import dev.freshet.statistics.folding.Tables;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * Removes old figures, in small statements that each commit, so that nobody waits for long. Any number of processes may do
 * it at once. Thread-safe.
 */
final class Retention implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    /** Rows of one statement. */
    private static final int PART = 10_000;

    /** Of the application's own table only the days that were counted here. */
    private static final String DAYS_WITH_STATS =
            """
            WITH old AS (DELETE FROM freshet.daily_operation WHERE date < ? RETURNING date)
            DELETE FROM public.ai_cache_stats WHERE date IN (SELECT date FROM old)""";

    private final JdbcTemplate jdbc;
    private final RetentionSettings settings;
    private final SimpleAsyncTaskScheduler scheduler;
    private final Clock clock;
    private volatile @Nullable ScheduledFuture<?> running;

    Retention(JdbcTemplate jdbc, RetentionSettings settings, SimpleAsyncTaskScheduler scheduler, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = scheduler.scheduleWithFixedDelay(
                this::tryToForget, Instant.now().plus(settings.interval()), settings.interval());
    }

    @Override
    public void stop() {
        ScheduledFuture<?> schedule = running;
        if (schedule != null) {
            schedule.cancel(false);
        }
        running = null;
        scheduler.close();
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    private void tryToForget() {
        try {
            forget();
        } catch (DataAccessException e) {
            log.warn("Old figures are kept until the next try: {}", e.getMessage());
        }
    }

    /** Once. */
    void forget() {
        LocalDate first = settings.firstDay(clock);
        jdbc.update("DELETE FROM freshet.daily_invalidation WHERE date < ?", first);
        jdbc.update("DELETE FROM freshet.refused_record WHERE refused_at < ?", first);
        jdbc.update("DELETE FROM freshet.price WHERE until < ?", first);
        OffsetDateTime since = clock.instant().minus(settings.detail()).atOffset(ZoneOffset.UTC);
        inParts("freshet.entry", "last_access", since);
        inParts("freshet.invalidation_log", "applied_at", since);
        // the last, for the application's table may refuse; it belongs to a pack, which may be off
        boolean withStats = new Tables(jdbc).exists("public.ai_cache_stats");
        jdbc.update(withStats ? DAYS_WITH_STATS : "DELETE FROM freshet.daily_operation WHERE date < ?", first);
    }

    private void inParts(String table, String time, OffsetDateTime since) {
        String sql = "DELETE FROM " + table + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM " + table + " WHERE " + time
                + " < ? LIMIT " + PART + "))";
        int removed;
        do {
            removed = jdbc.update(sql, since);
        } while (removed == PART);
    }
}
