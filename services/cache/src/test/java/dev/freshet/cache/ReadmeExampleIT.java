package dev.freshet.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.guards.Guard;
import dev.freshet.cache.guards.Rate;
import dev.freshet.cache.redis.RedisLink;
import dev.freshet.embedded.TestServers;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The example of the README, run; and the README has it as it is here. */
class ReadmeExampleIT {

    private static final Path README = Path.of("README.md");
    private static final Path HERE = Path.of("src/test/java/dev/freshet/cache/ReadmeExampleIT.java");

    // example begins
    LectureCache connect(RedisClient redis, DataSource primary) {
        ReadSide readSide = ReadSide.over(RedisLink.to(redis, Duration.ofMillis(250)), primary)
                .rates(Map.of("model", new Rate(60, Duration.ofMinutes(1), Duration.ofSeconds(10))))
                .build();
        Policy policy = Policy.DEFAULT.with(Guard.DEFAULT.of("model"));
        return new LectureCache(readSide.cache(LectureCache.definition(policy, Map.of())));
    }

    Answer quiz(LectureCache cache, UUID lecture) {
        return cache.answer(
                "quiz",
                List.of(lecture),
                Map.of("count", 2),
                source -> content(source.connection(), lecture), // read: in the library's snapshot
                content -> Computed.of(model(content), 420)); // compute: outside, guarded
    }
    // example ends

    private String content(Connection snapshot, UUID lecture) throws SQLException {
        try (PreparedStatement statement =
                snapshot.prepareStatement("SELECT content FROM public.lectures WHERE id = ?")) {
            statement.setObject(1, lecture);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private static Map<String, String> model(String content) {
        return Map.of("question", content);
    }

    @Test
    void theExampleWorks() {
        try (Stage stage = new Stage();
                RedisClient redis = RedisClient.create(TestServers.shared().redisUri())) {
            UUID lecture = stage.lecture("one");
            LectureCache cache = connect(redis, stage.database);

            assertThat(quiz(cache, lecture).origin()).isEqualTo(Answer.Origin.COMPUTED);
            assertThat(quiz(cache, lecture).origin()).isEqualTo(Answer.Origin.POSTGRES);
        }
    }

    @Test
    void theReadmeHasIt() throws IOException {
        String example = Arrays.stream(Files.readString(HERE).split("\n"))
                .dropWhile(line -> !line.contains("// example begins"))
                .skip(1)
                .takeWhile(line -> !line.contains("// example ends"))
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(README)).contains(example);
    }
}
