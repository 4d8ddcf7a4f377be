package dev.freshet.cache;

import static dev.freshet.cache.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.cache.control.ControlRedis;
import dev.freshet.cache.control.Lease;
import dev.freshet.embedded.TestServers;
import dev.freshet.events.Watermark;
import io.lettuce.core.RedisException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Redis is killed and comes back with an old dump while an editor edits and readers read. */
class RestoreIT {

    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final int READERS = 4;

    private final ConcurrentSkipListMap<Integer, Instant> commits = new ConcurrentSkipListMap<>();
    private final List<String> lies = new CopyOnWriteArrayList<>();
    private final Map<Answer.Origin, Integer> origins = new EnumMap<>(Answer.Origin.class);
    private volatile int applied;
    private volatile boolean restored;
    private final AtomicInteger raised = new AtomicInteger();
    private volatile boolean ended;

    @Test
    void noReaderSeesAnAnswerOlderThanTheBoundAndNoneThatIsOldOnceALeaseStandsAgain() throws Exception {
        try (OwnRedis redis = new OwnRedis();
                HikariDataSource database = Stage.migrated(TestServers.shared());
                Stage stage = new Stage(database, redis.uri())) {
            UUID lecture = stage.lecture("0");
            commits.put(0, Instant.now());
            List<Thread> threads = new ArrayList<>();
            threads.add(begin(() -> pipeline(stage, lecture)));
            for (int i = 0; i < READERS; i++) {
                LectureCache cache = stage.lectures();
                threads.add(begin(() -> reader(stage, cache, lecture)));
            }
            Path old = redis.dump().resolveSibling("old.rdb");

            await().atMost(SOON).until(() -> raised.get() == 1 && applied > 5);
            stage.redis().save();
            Files.copy(redis.dump(), old, StandardCopyOption.REPLACE_EXISTING);
            int dumped = applied;
            await().atMost(SOON).until(() -> applied > dumped + 3);
            restored = true;
            redis.kill();
            Files.copy(old, redis.dump(), StandardCopyOption.REPLACE_EXISTING);
            redis.start();
            await().atMost(SOON).until(() -> raised.get() == 2);
            int again = applied;
            await().atMost(SOON).until(() -> applied > again + 5);
            ended = true;
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(lies).isEmpty();
            assertThat(origins).containsKeys(Answer.Origin.REDIS, Answer.Origin.POSTGRES, Answer.Origin.COMPUTED);
            System.out.println("answers by origin: " + origins + ", edits: " + applied);
        }
    }

    private static Thread begin(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** One change after the other; the lease only while all before the beat is applied, as the invalidation grants it. */
    private void pipeline(Stage stage, UUID lecture) {
        Lease lease = new Lease(new ControlRedis(stage.keys, stage::redis));
        for (int version = 1; !ended; version++) {
            stage.edit(lecture, Integer.toString(version));
            commits.put(version, Instant.now());
            Instant beat = Instant.now();
            int now = version;
            await().pollDelay(Duration.ZERO)
                    .atMost(SOON)
                    .ignoreExceptionsInstanceOf(RedisException.class)
                    .until(() -> {
                        stage.invalidate(lecture);
                        return true;
                    });
            applied = now;
            await().pollDelay(Duration.ZERO)
                    .atMost(SOON)
                    .ignoreExceptionsInstanceOf(RedisException.class)
                    .until(() -> {
                        if (lease.ask(new Watermark(beat, "rules", List.of()), BOUND, List.of("ai-responses"))
                                == Lease.Answer.RAISED) {
                            raised.incrementAndGet();
                            restored = false;
                        }
                        return true;
                    });
            await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        }
    }

    private void reader(Stage stage, LectureCache cache, UUID lecture) {
        while (!ended) {
            int least = applied;
            boolean sure = !restored;
            Instant begin = Instant.now();
            Answer answer = cache.answer(
                    "quiz",
                    List.of(lecture),
                    Map.of(),
                    source -> stage.content(source.connection(), lecture),
                    content -> Computed.of(Integer.parseInt(content), 1));
            int version = answer.as(Integer.class);
            Map.Entry<Integer, Instant> next = commits.higherEntry(version);
            boolean old = next != null && next.getValue().plus(BOUND).isBefore(begin);
            if (old || (sure && !restored && version < least)) {
                lies.add("version %d of %s at %s: %d was applied, %s was committed"
                        .formatted(version, answer.origin(), begin, least, next));
            }
            synchronized (origins) {
                origins.merge(answer.origin(), 1, Integer::sum);
            }
        }
    }
}
