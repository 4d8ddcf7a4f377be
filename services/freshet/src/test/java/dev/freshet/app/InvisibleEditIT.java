package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.cache.Answer;
import dev.freshet.cache.Answer.Origin;
import dev.freshet.cache.Computed;
import dev.freshet.cache.LectureCache;
import dev.freshet.cache.Policy;
import dev.freshet.cache.ReadSide;
import dev.freshet.cache.redis.RedisLink;
import dev.freshet.embedded.EmbeddedServers;
import dev.freshet.embedded.EmbeddedSettings;
import dev.freshet.embedded.Servers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pipeline itself and the read-side library around an edit that is flushed and not visible: {@code
 * synchronous_standby_names} names a standby that does not exist, so that the edit's commit hangs between the two.
 * Everybody else commits locally.
 */
class InvisibleEditIT {

    private static final String NAME = "invisible";
    private static final Duration SOON = Duration.ofSeconds(60);
    /** Longer than the lease, so that a pipeline that waited for something else than the edit would show. */
    private static final Duration A_WHILE = Duration.ofSeconds(6);

    private Servers servers;
    private RedisClient client;
    private OneLecture lecture;

    private final List<FreshetProcess> running = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void install() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        servers = EmbeddedServers.start(new EmbeddedSettings(
                folder.resolve("servers"),
                0,
                0,
                0,
                Map.of("synchronous_standby_names", "absent", "synchronous_commit", "local")));
        client = RedisClient.create(servers.redisUri());
        lecture = new OneLecture(servers, NAME, "one");
    }

    @AfterEach
    void stop() {
        running.forEach(FreshetProcess::close);
        client.shutdown();
        servers.close();
    }

    @Test
    void thePipelineWaitsUntilTheEditIsSeenAndNothingThatWasFilledMeanwhileStays() throws Exception {
        start("capture");
        start("invalidation");
        try (ReadSide readSide = ReadSide.over(
                        RedisLink.to(servers.redisUri(), Duration.ofSeconds(1)), lecture.database())
                .build()) {
            LectureCache cache = new LectureCache(readSide.cache(LectureCache.definition(Policy.DEFAULT, Map.of())));
            RedisCommands<String, String> redis = client.connect().sync();
            await().atMost(SOON).until(() -> ask(cache, "before").origin() == Origin.REDIS);
            String fence = "{freshet}:fence:lecture:" + lecture.id();
            String fenced = redis.get(fence);

            CompletableFuture<Void> edit = CompletableFuture.runAsync(this::editAndHang);
            await().atMost(SOON).until(() -> !hanging().isEmpty());
            await().atMost(SOON).until(this::isEmitted);

            CompletableFuture<Void> known = new CompletableFuture<>();
            CompletableFuture<Void> read = new CompletableFuture<>();
            CompletableFuture<Answer> slow = CompletableFuture.supplyAsync(() -> cache.answer(
                    "quiz",
                    List.of(lecture.id()),
                    Map.of("asked", "slowly"),
                    source -> lecture.text(source.connection()),
                    was -> {
                        read.complete(null);
                        known.join();
                        return Computed.of(was, 1);
                    }));
            read.join();
            assertThat(ask(cache, "meanwhile")).matches(answer -> answer.origin() == Origin.COMPUTED && isOld(answer));
            assertThat(ask(cache, "meanwhile")).matches(InvisibleEditIT::isOld);
            await().during(A_WHILE)
                    .atMost(SOON)
                    .until(() -> redis.keys("ai:response:*").size() == 2
                            && rows() == 2
                            && fenced.equals(redis.get(fence))
                            && outcomes().isEmpty());

            hanging().forEach(pid -> text("SELECT pg_cancel_backend(" + pid + ")"));
            edit.join();
            await().atMost(SOON).until(() -> !outcomes().isEmpty());
            await().atMost(SOON).until(() -> redis.keys("ai:response:*").isEmpty());
            assertThat(rows()).isZero();
            assertThat(redis.get(fence)).isNotEqualTo(fenced);

            known.complete(null);
            slow.join();
            for (String asked : List.of("before", "meanwhile", "slowly")) {
                assertThat(ask(cache, asked)).matches(answer -> !isOld(answer));
                await().atMost(SOON).until(() -> {
                    Answer answer = ask(cache, asked);
                    assertThat(answer).matches(again -> !isOld(again));
                    return answer.origin() == Origin.REDIS;
                });
            }
        }
    }

    private void start(String role) {
        running.add(FreshetProcess.startRole(role, servers, NAME, folder));
    }

    private Answer ask(LectureCache cache, String asked) {
        return lecture.ask(cache, Map.of("asked", asked));
    }

    private static boolean isOld(Answer answer) {
        return answer.as(String.class).equals("one");
    }

    private void editAndHang() {
        try (Connection connection = lecture.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = on");
            statement.execute("UPDATE public.lectures SET content = 'two' WHERE id = '" + lecture.id() + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those whose commit waits for the standby. */
    private List<String> hanging() {
        String pids = text("SELECT string_agg(pid::text, ',') FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
        return pids.isEmpty() ? List.of() : List.of(pids.split(","));
    }

    private long rows() {
        return Long.parseLong(text("SELECT count(*) FROM public.ai_response_cache WHERE lecture_ids @> ARRAY['"
                + lecture.id() + "'::uuid]"));
    }

    private String text(String query) {
        try (Connection connection = lecture.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            String text = row.getString(1);
            return text == null ? "" : text;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether capture has told of the edit. */
    private boolean isEmitted() {
        return aboutTheLecture("cdc.public.lecture_content_hashes").stream()
                .anyMatch(change -> change.contains("\"op\":\"u\""));
    }

    private List<String> outcomes() {
        return aboutTheLecture("invalidations");
    }

    private List<String> aboutTheLecture(String topic) {
        return records(topic).stream()
                .map(ConsumerRecord::value)
                .filter(value -> value != null && value.contains(lecture.id().toString()))
                .toList();
    }

    /** All that a topic holds. */
    private List<ConsumerRecord<String, String>> records(String topic) {
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("freshet." + topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
        }
        return found;
    }
}
