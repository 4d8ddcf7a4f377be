package dev.freshet.cache;

import static dev.freshet.cache.Answer.Origin.COMPUTED;
import static dev.freshet.cache.Answer.Origin.REDIS;
import static dev.freshet.cache.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.embedded.EmbeddedServers;
import dev.freshet.embedded.EmbeddedSettings;
import dev.freshet.embedded.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * An edit that is flushed and not visible: {@code synchronous_standby_names} names a standby that does not exist, so
 * that a commit hangs between the two. Everybody else here commits locally.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VisibilityIT {

    private Servers servers;
    private HikariDataSource database = new HikariDataSource();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        servers = EmbeddedServers.start(new EmbeddedSettings(
                folder.resolve("servers"),
                0,
                0,
                0,
                Map.of("synchronous_standby_names", "absent", "synchronous_commit", "local")));
        database = Stage.migrated(servers);
    }

    @AfterAll
    void stop() {
        database.close();
        servers.close();
    }

    @Test
    void whatIsFilledWhileAnEditIsFlushedAndNotVisibleDoesNotStayBehind() throws Exception {
        try (Stage stage = new Stage(database, servers.redisUri())) {
            UUID lecture = stage.lecture("one");
            LectureCache cache = stage.lectures();
            stage.grantLease();

            CompletableFuture<String> id = new CompletableFuture<>();
            Thread edit = new Thread(() -> hangingEdit(lecture, id));
            edit.start();
            String transaction = id.get();
            await().atMost(SOON).until(() -> !waiting(stage).isEmpty());
            assertThat(isVisible(stage, transaction)).isFalse();

            assertThat(ask(stage, cache, lecture))
                    .matches(answer -> answer.origin() == COMPUTED && isAbout(answer, "one"));
            assertThat(ask(stage, cache, lecture))
                    .matches(answer -> answer.origin() == REDIS && isAbout(answer, "one"));

            CompletableFuture<Void> invalidation = CompletableFuture.runAsync(() -> {
                await().atMost(SOON).until(() -> isVisible(stage, transaction));
                stage.invalidate(lecture);
            });
            await().during(java.time.Duration.ofMillis(300)).atMost(SOON).until(() -> !invalidation.isDone());
            waiting(stage).forEach(pid -> stage.column("SELECT pg_cancel_backend(?::int)", pid));
            edit.join();
            invalidation.join();

            assertThat(isAbout(ask(stage, cache, lecture), "two")).isTrue();
            assertThat(isAbout(ask(stage, cache, lecture), "two")).isTrue();
            assertThat(stage.raw(question(lecture))).doesNotContain("one");
        }
    }

    private static boolean isAbout(Answer answer, String content) {
        return answer.json().equals('"' + content + '"');
    }

    private static Question question(UUID lecture) {
        return LectureCache.question("quiz", List.of(lecture), Map.of());
    }

    private static Answer ask(Stage stage, LectureCache cache, UUID lecture) {
        return cache.generic()
                .answer(
                        question(lecture),
                        source -> stage.content(source.connection(), lecture),
                        content -> Computed.of(content, 1));
    }

    private void hangingEdit(UUID lecture, CompletableFuture<String> id) {
        try (Connection connection =
                        DriverManager.getConnection(database.getJdbcUrl(), servers.user(), servers.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET synchronous_commit = on");
            connection.commit();
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE public.lectures SET content = 'two' WHERE id = ?")) {
                update.setObject(1, lecture);
                update.execute();
            }
            try (var row = statement.executeQuery("SELECT pg_current_xact_id()::text")) {
                row.next();
                id.complete(row.getString(1));
            }
            connection.commit();
        } catch (SQLException e) {
            id.completeExceptionally(e);
        }
    }

    private static List<String> waiting(Stage stage) {
        return stage.column(
                "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND datname = current_database()");
    }

    private static boolean isVisible(Stage stage, String transaction) {
        return stage.column("SELECT pg_visible_in_snapshot(?::xid8, pg_current_snapshot())", transaction)
                .equals(List.of("t"));
    }
}
