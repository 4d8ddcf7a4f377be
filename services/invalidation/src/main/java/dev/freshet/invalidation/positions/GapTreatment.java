package dev.freshet.invalidation.positions;

import dev.freshet.invalidation.changes.Effect;
import java.util.List;

/** What is done about changes that will never arrive. */
@FunctionalInterface
public interface GapTreatment {

    /**
     * Applies the effects, each of which makes a whole cache stale. Blocks; whatever it throws, it may be called again.
     *
     * @return identity of the Redis whose epochs were raised
     */
    String apply(List<Effect> effects);
}
