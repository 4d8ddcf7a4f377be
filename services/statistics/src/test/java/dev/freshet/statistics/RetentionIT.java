package dev.freshet.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is older than it is to be kept goes, and nothing else. */
class RetentionIT {

    private final Scene scene = new Scene(1, "lectures");

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void forgetsDaysAndDetailsOfTheirAge() {
        scene.jdbc()
                .update("INSERT INTO freshet.daily_operation (date, cache, misses) SELECT date::date, 'c', 1"
                        + " FROM generate_series('2026-03-01'::date, '2026-06-30', '1 day') AS date");
        scene.jdbc()
                .update("INSERT INTO freshet.daily_invalidation (date, cache) SELECT date, cache"
                        + " FROM freshet.daily_operation");
        scene.jdbc()
                .update("INSERT INTO public.ai_cache_stats (date, total_requests) SELECT date, 1"
                        + " FROM freshet.daily_operation");
        scene.jdbc().update("INSERT INTO public.ai_cache_stats (date, total_requests) VALUES ('2020-01-01', 7)");
        scene.jdbc()
                .update(
                        "INSERT INTO freshet.entry (cache, key, operation, hits, misses, tokens_saved, since, last_access)"
                                + " SELECT 'c', n::text, '', 0, 0, 0, now(), '2026-06-30'::timestamptz - make_interval(hours => n)"
                                + " FROM generate_series(0, 24000) AS n");
        scene.jdbc()
                .update("INSERT INTO freshet.invalidation_log (id, cache, tag, applied_at)"
                        + " SELECT key, cache, 't', last_access FROM freshet.entry");
        scene.start(
                Clock.fixed(Instant.parse("2026-06-30T00:00:00Z"), ZoneOffset.UTC),
                "freshet.statistics.retention.interval=1s",
                "freshet.statistics.retention.daily=60d",
                "freshet.statistics.retention.detail=20d");

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(scene.rows("SELECT count(*) FROM freshet.invalidation_log"))
                        .containsExactly("481"));
        assertThat(scene.rows("SELECT min(date), count(*) FROM freshet.daily_operation"))
                .containsExactly("2026-05-01|61");
        assertThat(scene.rows("SELECT min(date), count(*) FROM freshet.daily_invalidation"))
                .containsExactly("2026-05-01|61");
        assertThat(scene.rows("SELECT min(date), count(*) FROM public.ai_cache_stats"))
                .containsExactly("2020-01-01|62");
        assertThat(scene.rows("SELECT count(*) FROM freshet.entry")).containsExactly("481");
    }
}
