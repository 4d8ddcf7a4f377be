package dev.freshet.statistics.accesses;

import dev.freshet.statistics.Scene;
import dev.freshet.statistics.folding.Fold;
import java.util.List;

/** The counting of lookups as the role wires it, for a test that drives it itself. */
public final class TestedFold {

    private TestedFold() {}

    public static Fold<?> of(Scene scene) {
        UsageSettings usage = new UsageSettings(List.of("hit_count"), List.of("last_accessed_at"));
        Fold<?> fold = new AccessesConfiguration()
                .statisticsAccessFold(
                        scene.topics(),
                        scene.jdbc(),
                        scene.dataSource(),
                        scene.rules(),
                        usage,
                        new io.micrometer.core.instrument.simple.SimpleMeterRegistry());
        fold.prepare();
        return fold;
    }
}
