package dev.freshet.invalidation;

import static dev.freshet.invalidation.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.Command;
import dev.freshet.events.EventJson;
import dev.freshet.events.Invalidation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class CommandIT extends OnStage {

    @Test
    void aCommandNamesATag() {
        UUID lecture = course.lecture();
        stage.start();
        String key = stage.cached(lecture);
        course.edit(lecture);

        Command command = stage.command("lecture:" + lecture, null, false);

        Invalidation outcome = stage.awaitOutcome("lecture:" + lecture);
        await().atMost(SOON).until(() -> stage.isGone(key));
        assertThat(outcome.command()).isEqualTo(command);
        assertThat(outcome.change()).isNull();
        assertThat(outcome.rowsDeleted()).isEqualTo(1);
    }

    @Test
    void aCommandNamesAKey() {
        UUID lecture = course.lecture();
        stage.start();
        String fresh = stage.cached(lecture);
        String stale = stage.cached(lecture);
        course.sql.update("UPDATE public.ai_response_cache SET content_hash = 'old' WHERE cache_key = ?", stale);

        stage.command(null, stage.redisKey(fresh), false);
        stage.command(null, stage.redisKey(stale), false);

        assertThat(stage.awaitOutcome("key:" + stage.redisKey(fresh)).keysRemoved())
                .isEqualTo(1);
        assertThat(stage.awaitOutcome("key:" + stage.redisKey(stale)).rowsDeleted())
                .isEqualTo(1);
        await().atMost(SOON).until(() -> stage.isGone(stale));
        assertThat(stage.redis().exists(stage.redisKey(fresh))).isZero();
        assertThat(course.hasRow(fresh)).isTrue();
    }

    @Test
    void aCommandNamesTheWholeCache() {
        UUID lecture = course.lecture();
        UUID edited = course.lecture();
        stage.start();
        String fresh = stage.cached(lecture);
        String stale = stage.cached(edited);
        course.edit(edited);
        String epoch = stage.redis().get(stage.keys.epoch("ai-responses"));

        stage.command(null, null, true);

        stage.awaitOutcome("cache:ai-responses");
        await().atMost(SOON).until(() -> stage.isGone(stale));
        assertThat(stage.isCached(fresh)).isTrue();
        assertThat(stage.redis().get(stage.keys.epoch("ai-responses"))).isNotEqualTo(epoch);
    }

    @Test
    void aTagThatNoRowCanHaveHarmsNoOther() {
        UUID lecture = course.lecture();
        stage.start();
        String key = stage.cached(lecture);
        course.edit(lecture);

        stage.command("lecture:not a uuid", null, false);
        stage.command("nothing like it", null, false);
        stage.command("lecture:" + lecture, null, false);

        stage.awaitOutcomes(all -> all.size() == 3);
        await().atMost(SOON).until(() -> stage.isGone(key));
        assertThat(stage.read(stage.topics.deadLetters())).isEmpty();
    }

    @Test
    void aCommandThatCannotBeReadCouldHaveMeantAnything() {
        stage.start();

        stage.send(stage.topics.commands(), null, "{}".getBytes(StandardCharsets.UTF_8), Map.of());

        Invalidation outcome = stage.awaitOutcome("cache:ai-responses");
        assertThat(Objects.requireNonNull(outcome.command()).who()).isEqualTo("invalidation");
        assertThat(stage.read(stage.topics.deadLetters())).hasSize(1);
    }

    @Test
    void textThatPostgresRefusesIsParkedAndBlocksNobody() {
        UUID lecture = course.lecture();
        ConfigurableApplicationContext instance = stage.start();
        stage.command("lecture:\0", null, false);
        stage.send(
                stage.topics.commands(),
                null,
                "{\"id\":\"1\",\"cache\":\"ai-responses\",\"tag\":\"lecture:\\ud800\",\"who\":\"me\"}"
                        .getBytes(StandardCharsets.UTF_8),
                Map.of());

        stage.capture(course.edit(lecture));

        stage.awaitOutcome("lecture:" + lecture);
        await().atMost(SOON).until(() -> stage.read(stage.topics.deadLetters()).size() == 2);
        assertThat(Stage.health(instance).getStatus().getCode()).isEqualTo("UP");
    }

    @Test
    void aCommandForAnUnknownCacheTouchesNothing() {
        UUID lecture = course.lecture();
        stage.start();
        String key = stage.cached(lecture);
        Command command = new Command("id", "nobody's", null, null, true, "me", null);

        stage.send(stage.topics.commands(), null, EventJson.write(command), Map.of());

        await().atMost(SOON).until(() -> stage.read(stage.topics.deadLetters()).size() == 1);
        assertThat(stage.isCached(key)).isTrue();
        assertThat(stage.outcomes()).isEmpty();
    }

    @Test
    void aCommandForAKeyOfOthersTouchesNothing() {
        stage.start();
        stage.redis().set("session:42", "theirs");

        stage.command(null, "session:42", false);

        await().atMost(SOON).until(() -> stage.read(stage.topics.deadLetters()).size() == 1);
        assertThat(stage.redis().get("session:42")).isEqualTo("theirs");
        assertThat(stage.outcomes()).isEmpty();
    }
}
