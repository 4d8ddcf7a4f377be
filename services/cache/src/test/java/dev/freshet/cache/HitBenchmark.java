package dev.freshet.cache;

import dev.freshet.cache.accesses.Accesses;
import dev.freshet.embedded.TestServers;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A lookup that hits Redis, and a bare Lettuce MGET of what it reads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 10, time = 2)
@Fork(1)
public class HitBenchmark {

    private final Stage stage = new Stage();
    private final UUID lecture = stage.lecture("one");
    private final LectureCache cache = Stage.lectures(stage.readSide(builder -> builder.accesses(Accesses.NONE)));
    private final Question question = LectureCache.question("quiz", List.of(lecture), Map.of());
    private final String[] keys = keys();
    private final RedisClient client = RedisClient.create(TestServers.shared().redisUri());
    private final StatefulRedisConnection<String, String> bare = client.connect();

    /** An answer of 4 kB, under a lease that outlives the run. */
    @Setup
    public void fill() {
        stage.grantLease();
        hit();
        if (hit().origin() != Answer.Origin.REDIS) {
            throw new IllegalStateException("that is no hit");
        }
    }

    private String[] keys() {
        List<String> all = new ArrayList<>(Arrays.asList(
                String.valueOf(question.entryKey()), stage.keys.epoch("ai-responses"), stage.keys.lease()));
        question.tags().forEach(tag -> all.add(stage.keys.fence(tag)));
        return all.toArray(String[]::new);
    }

    @Benchmark
    public Answer hit() {
        return cache.generic()
                .answer(
                        question,
                        source -> stage.content(source.connection(), lecture),
                        content -> Computed.of("x".repeat(4_000), 1));
    }

    @Benchmark
    public List<KeyValue<String, String>> mget() {
        return bare.sync().mget(keys);
    }

    @TearDown
    public void close() {
        bare.close();
        client.shutdown();
        stage.close();
    }
}
