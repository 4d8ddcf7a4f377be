package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Plays a course's commits against a running Freshet, and knows which answers must be there after each: a model that is
 * told of lectures and answers only, and compares texts where the database compares hashes.
 */
final class CourseReplay implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final FreshetProcess freshet;
    private Connection database;
    private RedisClient redisClient;
    private StatefulRedisConnection<String, String> redis;

    /** Texts of the lectures that exist. */
    private final Map<UUID, Course.Edit> lectures = new LinkedHashMap<>();

    /** The lectures behind each answer that must be there, by cache key. */
    private final Map<String, Set<UUID>> answers = new LinkedHashMap<>();

    private int commits;
    private int removed;

    CourseReplay(FreshetProcess freshet) throws SQLException {
        this.freshet = freshet;
        connect();
        try (var statement = database.createStatement()) {
            statement.execute("DELETE FROM public.ai_response_cache");
            statement.execute("DELETE FROM public.lectures");
        }
    }

    private void connect() throws SQLException {
        database = freshet.connect();
        redisClient = freshet.redis();
        redis = redisClient.connect();
    }

    /** After the servers went away with the program. */
    void reconnect() throws SQLException {
        redisClient.shutdown();
        connect();
    }

    /** Answers first, then the commit; returns when it is committed, before anything was invalidated. */
    void commit(Course.Commit commit) throws SQLException {
        answer(commit);
        commits++;
        database.setAutoCommit(false);
        for (Course.Edit edit : commit.edits()) {
            apply(edit);
        }
        database.commit();
        database.setAutoCommit(true);
    }

    /** Waits until the answers that must be gone are, then sees that all others are still there. */
    void settle() throws SQLException {
        await().atMost(DEADLINE).pollInterval(Duration.ofMillis(2)).untilAsserted(() -> {
            assertThat(rows()).as(this::lately).isEqualTo(answers.keySet());
            assertThat(keys()).as(this::lately).isEqualTo(answers.keySet());
        });
    }

    /** Waits until everything committed up to now has certainly been applied, then compares once more. */
    void settleForGood() throws SQLException {
        long now = System.currentTimeMillis();
        await().atMost(DEADLINE).until(() -> {
            String beat = redis.sync().get("{freshet}:lease");
            return beat != null && Long.parseLong(beat) > now;
        });
        assertThat(rows()).isEqualTo(answers.keySet());
        assertThat(keys()).isEqualTo(answers.keySet());
    }

    int removed() {
        return removed;
    }

    int alive() {
        return answers.size();
    }

    private void answer(Course.Commit commit) throws SQLException {
        List<UUID> touched = commit.edits().stream()
                .map(Course.Edit::id)
                .filter(lectures::containsKey)
                .toList();
        Set<UUID> untouched = new LinkedHashSet<>(lectures.keySet());
        commit.edits().forEach(edit -> untouched.remove(edit.id()));
        Map<String, Set<UUID>> wanted = new LinkedHashMap<>();
        touched.forEach(lecture -> want(wanted, Set.of(lecture)));
        if (touched.size() > 1) {
            want(wanted, Set.copyOf(touched));
        }
        untouched.stream()
                .skip(commits % Math.max(1, untouched.size()))
                .findFirst()
                .ifPresent(other -> {
                    want(wanted, Set.of(other));
                    touched.forEach(lecture -> want(wanted, Set.of(lecture, other)));
                });
        wanted.keySet().removeAll(answers.keySet());
        Course.keepQuizzes(database, wanted);
        wanted.keySet().forEach(key -> redis.sync().set("ai:response:" + key, "{\"answer\": {\"questions\": []}}"));
        answers.putAll(wanted);
    }

    private static void want(Map<String, Set<UUID>> wanted, Set<UUID> lectures) {
        String ids = lectures.stream().map(UUID::toString).sorted().collect(Collectors.joining(","));
        wanted.put("quiz-" + UUID.nameUUIDFromBytes(ids.getBytes(java.nio.charset.StandardCharsets.UTF_8)), lectures);
    }

    private void apply(Course.Edit edit) throws SQLException {
        Course.Edit before = edit.isDeletion() ? lectures.remove(edit.id()) : lectures.put(edit.id(), edit);
        edit.apply(database);
        boolean same = before != null
                && Objects.equals(before.title(), edit.title())
                && Objects.equals(before.content(), edit.content());
        if (!same) {
            int answersBefore = answers.size();
            answers.values().removeIf(lectureIds -> lectureIds.contains(edit.id()));
            removed += answersBefore - answers.size();
        }
    }

    /** What Freshet did last, for the message of a failure. */
    private String lately() {
        StringBuilder log = new StringBuilder("after these invalidations, latest first:\n");
        try (var statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT to_jsonb(l)::text FROM freshet.invalidation_log l ORDER BY applied_at DESC LIMIT 40")) {
            while (rows.next()) {
                log.append(rows.getString(1)).append('\n');
            }
        } catch (SQLException e) {
            log.append(e);
        }
        return log.append(freshet.output()).toString();
    }

    private Set<String> rows() throws SQLException {
        Set<String> keys = new HashSet<>();
        try (var statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT cache_key FROM public.ai_response_cache")) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        }
        return keys;
    }

    private Set<String> keys() {
        return redis.sync().keys("ai:response:quiz-*").stream()
                .map(key -> key.substring("ai:response:".length()))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() throws SQLException {
        redisClient.shutdown();
        database.close();
    }
}
