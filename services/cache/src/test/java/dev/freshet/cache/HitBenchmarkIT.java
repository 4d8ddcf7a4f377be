package dev.freshet.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What a hit costs beside a bare MGET of the same keys and sizes, in one run of JMH. Only when asked for, by
 * {@code -Dfreshet.bench=true}: a busy machine says nothing about it.
 */
@EnabledIfSystemProperty(named = "freshet.bench", matches = "true")
class HitBenchmarkIT {

    @Test
    void aHitCostsLittleMoreThanAnMgetOfTheSameKeys() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(HitBenchmark.class.getName())
                        .shouldFailOnError(true)
                        .build())
                .run();

        double hit = micros(results, "hit");
        double mget = micros(results, "mget");
        System.out.printf("a hit %.1f us, an MGET %.1f us (medians): %.2f times%n", hit, mget, hit / mget);
        assertThat(hit / mget).isLessThan(1.5);
    }

    private static double micros(Collection<RunResult> results, String name) {
        return results.stream()
                .filter(result -> result.getPrimaryResult().getLabel().equals(name))
                .mapToDouble(result -> result.getPrimaryResult().getStatistics().getPercentile(50))
                .findFirst()
                .orElseThrow();
    }
}
