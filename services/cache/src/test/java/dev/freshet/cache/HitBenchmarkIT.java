package dev.freshet.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.embedded.TestServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What a hit costs beside a bare MGET of the same keys and sizes, taken in turns in one run. Only when asked for, by
 * {@code -Dfreshet.bench=true}: a busy machine says nothing about it.
 */
@EnabledIfSystemProperty(named = "freshet.bench", matches = "true")
class HitBenchmarkIT {

    private static final int ROUNDS = 21;
    private static final int EACH = 300;

    @Test
    void aHitCostsLittleMoreThanAnMgetOfTheSameKeys() {
        try (Stage stage = new Stage();
                RedisClient client = RedisClient.create(TestServers.shared().redisUri());
                StatefulRedisConnection<String, String> bare = client.connect()) {
            stage.grantLease();
            UUID lecture = stage.lecture("one");
            String answer = "x".repeat(4_000);
            LectureCache cache = stage.lectures();
            Question question = LectureCache.question("quiz", List.of(lecture), Map.of());
            String[] keys = keys(stage, question);
            Runnable hit = () -> cache.generic().answer(question, source -> "", content -> Computed.of(answer, 1));
            Runnable mget = () -> bare.sync().mget(keys);
            hit.run();
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                double bareTime = time(mget);
                double ours = time(hit);
                if (round >= ROUNDS / 3) {
                    ratios.add(ours / bareTime);
                }
            }
            assertThat(stage.outcomes())
                    .filteredOn(outcome -> !outcome.equals("redis"))
                    .hasSize(1);
            double median = ratios.stream().sorted().toList().get(ratios.size() / 2);
            System.out.printf("a hit costs %.2f times an MGET (median of %d rounds)%n", median, ratios.size());
            assertThat(median).isLessThan(1.5);
        }
    }

    private static String[] keys(Stage stage, Question question) {
        List<String> keys = new ArrayList<>(Arrays.asList(
                String.valueOf(question.entryKey()), stage.keys.epoch("ai-responses"), stage.keys.lease()));
        question.tags().forEach(tag -> keys.add(stage.keys.fence(tag)));
        return keys.toArray(String[]::new);
    }

    private static double time(Runnable work) {
        long begin = System.nanoTime();
        for (int i = 0; i < EACH; i++) {
            work.run();
        }
        return System.nanoTime() - begin;
    }
}
