package dev.freshet.cache.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FencesIT extends RedisTest {

    private static final Duration LIFE = Duration.ofMinutes(10);

    private final ControlKeys keys = freshKeys();
    /** The same "random" part every time: the rest of the value has to do. */
    private final Fences fences = new Fences(new ControlRedis(keys, this::redis, () -> "r"));

    @Test
    void aCommandThatIsSentTwiceMakesTwoValues() {
        Set<String> values = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            fences.raise(List.of("a"), LIFE, List.of("c"));
            values.add(redis().get(keys.fence("a")));
            values.add(redis().get(keys.epoch("c")));
        }
        assertThat(values).hasSize(200);
    }

    @Test
    void noValueReturnsWhenTheCounterIsRestored() {
        Set<String> values = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            redis().set(keys.counter(), "7");
            fences.raise(List.of("b"), LIFE, List.of());
            values.add(redis().get(keys.fence("b")));
        }
        assertThat(values).hasSize(100);
    }

    @Test
    void theRandomPartIsTheCallersOwn() {
        new Fences(new ControlRedis(keys, this::redis)).raise(List.of("x", "y"), LIFE, List.of());

        assertThat(redis().get(keys.fence("x"))).matches("\\d+-\\d+\\.\\d{6}-[0-9a-f]{16}");
        assertThat(redis().get(keys.fence("x"))).isNotEqualTo(redis().get(keys.fence("y")));
    }

    @Test
    void aFenceLivesForItsLifeAtLeast() {
        fences.raise(List.of("new"), LIFE, List.of());
        assertThat(redis().pttl(keys.fence("new"))).isBetween(590_000L, 600_000L);

        redis().psetex(keys.fence("short"), 1_000, "old");
        fences.raise(List.of("short"), LIFE, List.of());
        assertThat(redis().pttl(keys.fence("short"))).isBetween(590_000L, 600_000L);
    }

    @Test
    void aLongerLifeIsNeverShortened() {
        redis().psetex(keys.fence("long"), 3_600_000, "old");
        redis().set(keys.fence("forever"), "old");

        fences.raise(List.of("long", "forever"), LIFE, List.of());

        assertThat(redis().get(keys.fence("long"))).isNotEqualTo("old");
        assertThat(redis().pttl(keys.fence("long"))).isBetween(3_590_000L, 3_600_000L);
        assertThat(redis().get(keys.fence("forever"))).isNotEqualTo("old");
        assertThat(redis().pttl(keys.fence("forever"))).isEqualTo(-1);
    }

    @Test
    void anEpochStaysForEver() {
        fences.raise(List.of("t"), LIFE, List.of("stays"));

        assertThat(redis().pttl(keys.epoch("stays"))).isEqualTo(-1);
    }

    @Test
    void moreFencesThanOneScriptTakesAreAllRaised() {
        List<String> tags = IntStream.range(0, 2_500).mapToObj(i -> "many:" + i).toList();

        String server = fences.raise(tags, LIFE, List.of());

        assertThat(redis().exists(tags.stream().map(keys::fence).toArray(String[]::new)))
                .isEqualTo(2_500);
        assertThat(redis().info("server")).contains("run_id:" + server.substring(0, server.indexOf(' ')));
        assertThat(redis().info("replication")).contains("master_replid:" + server.substring(server.indexOf(' ') + 1));
    }
}
