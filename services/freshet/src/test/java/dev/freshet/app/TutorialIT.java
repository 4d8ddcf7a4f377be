package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.rules.InvalidRulesException;
import dev.freshet.rules.RulesFile;
import dev.freshet.rules.database.RulesCheck;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Does what the tutorial says, word for word, on other ports. */
class TutorialIT {

    private static final Path TUTORIAL = Path.of("..", "rules", "TUTORIAL.md");
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REDIS =
            Pattern.compile("redis-cli -p 16379 (SET|EXISTS) (\\S+)(?: '(.*)')?(?: +# (\\d))?");
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private @Nullable Running running;
    private int done;

    /** The program as it was started last, and what the reader has at hand. */
    private record Running(FreshetProcess freshet, Connection database, RedisClient redis) {

        static Running of(FreshetProcess freshet) throws SQLException {
            return new Running(freshet, freshet.connect(), freshet.redis());
        }

        void stop() throws SQLException {
            redis.shutdown();
            database.close();
            freshet.close();
        }
    }

    @AfterEach
    void stop() throws SQLException {
        if (running != null) {
            running.stop();
        }
    }

    private Running running() {
        return Objects.requireNonNull(running, "the tutorial starts the program first");
    }

    @Test
    void isTrue() throws Exception {
        Matcher block = BLOCK.matcher(Files.readString(TUTORIAL));
        while (block.find()) {
            switch (block.group(1)) {
                case "sh" -> runLines(block.group(2));
                case "sql" -> execute(block.group(2));
                case "yaml" -> Files.writeString(folder.resolve("teas.yaml"), block.group(2));
                default -> throw new AssertionError("who runs " + block.group());
            }
            done++;
        }
        assertThat(done).isEqualTo(12);
        withoutTheIdentityTheRulesAreRefusedAndTheMessageNamesTheStatement();
    }

    private void withoutTheIdentityTheRulesAreRefusedAndTheMessageNamesTheStatement() throws Exception {
        execute("ALTER TABLE public.teas REPLICA IDENTITY DEFAULT");
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(running().database().getMetaData().getURL());
        source.setUser("freshet");
        source.setPassword("freshet");
        Path rules = folder.resolve("teas.yaml");

        assertThatThrownBy(() -> new RulesCheck(source).check(RulesFile.read("teas.yaml", Files.readString(rules))))
                .isInstanceOf(InvalidRulesException.class)
                .hasMessageContaining("ALTER TABLE public.teas REPLICA IDENTITY FULL");
    }

    private void runLines(String lines) throws Exception {
        for (String line : lines.lines().toList()) {
            if (line.startsWith("java -jar services/freshet/target/freshet.jar ")) {
                start(line);
            } else {
                ask(line);
            }
        }
    }

    /** On this test's folder and ports. */
    private void start(String line) throws Exception {
        List<String> words = List.of(line.split(" ", -1));
        List<String> arguments = new ArrayList<>(words.subList(3, words.size()));
        assertThat(arguments.remove("--freshet.folder=tea-shop")).isTrue();
        arguments.replaceAll(argument -> argument.replace("rules=teas.yaml", "rules=" + folder.resolve("teas.yaml")));
        stop();
        running = Running.of(FreshetProcess.start(folder.resolve("tea-shop"), arguments.toArray(String[]::new)));
    }

    private void ask(String line) {
        Matcher command = REDIS.matcher(line);
        assertThat(command.matches()).as(line).isTrue();
        RedisCommands<String, String> its = running().redis().connect().sync();
        if (command.group(1).equals("SET")) {
            its.set(command.group(2), command.group(3));
            return;
        }
        settle(its);
        assertThat(its.exists(command.group(2))).as(line).isEqualTo(Long.parseLong(command.group(4)));
    }

    /** The moment later. */
    private static void settle(RedisCommands<String, String> redis) {
        long now = System.currentTimeMillis();
        await().atMost(SOON).until(() -> {
            String beat = redis.get("{freshet}:lease");
            return beat != null && Long.parseLong(beat) > now;
        });
    }

    private void execute(String sql) throws Exception {
        try (Statement statement = running().database().createStatement()) {
            statement.execute(sql);
        }
    }
}
