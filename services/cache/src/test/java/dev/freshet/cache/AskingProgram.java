package dev.freshet.cache;

import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.cache.control.ControlKeys;
import dev.freshet.cache.redis.RedisLink;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * An application in a JVM of its own. Waits for a line, then asks one question by many threads; says {@code load} when it
 * computes and {@code answer …} for each answer.
 */
final class AskingProgram {

    /** Generous, for three JVMs that wake up on a busy machine: who cannot ask Redis computes for itself. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private AskingProgram() {}

    /**
     * Asks.
     *
     * @param arguments JDBC URL, user, password, Redis, prefix of the control keys, lecture, threads, ms of a load
     */
    public static void main(String[] arguments) throws Exception {
        HikariDataSource database = new HikariDataSource();
        database.setJdbcUrl(arguments[0]);
        database.setUsername(arguments[1]);
        database.setPassword(arguments[2]);
        UUID lecture = UUID.fromString(arguments[5]);
        int threads = Integer.parseInt(arguments[6]);
        long millis = Long.parseLong(arguments[7]);
        try (ReadSide readSide = ReadSide.over(RedisLink.to(arguments[3], TIMEOUT), database)
                .controlKeys(new ControlKeys(arguments[4]))
                .postgresTimeout(TIMEOUT)
                .build()) {
            LectureCache cache = Stage.lectures(readSide);
            ExecutorService askers = Executors.newFixedThreadPool(threads);
            // an application that has run for a while: connections are there, classes are loaded
            cache.answer("warm-up", List.of(lecture), Map.of(), source -> "", content -> Computed.of(content, 1));
            say("ready");
            if (System.in.read() < 0) {
                System.exit(1);
            }
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                answers.add(askers.submit(() -> cache.answer(
                        "quiz",
                        List.of(lecture),
                        Map.of(),
                        source -> content(source.connection(), lecture),
                        content -> {
                            say("load");
                            Thread.sleep(millis);
                            return Computed.of(content, 1);
                        })));
            }
            for (Future<Answer> answer : answers) {
                say("answer " + answer.get().json());
            }
            askers.shutdownNow();
        }
        database.close();
    }

    private static String content(Connection snapshot, UUID lecture) throws SQLException {
        try (Statement statement = snapshot.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT content FROM public.lectures WHERE id = '" + lecture + "'")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println("> " + line);
            System.out.flush();
        }
    }
}
