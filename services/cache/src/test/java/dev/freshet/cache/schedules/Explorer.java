package dev.freshet.cache.schedules;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Runs one schedule after another. */
final class Explorer {

    private final BiFunction<Setting, Choices, Run> runs;
    private final Weakness weakness;

    Explorer(Weakness weakness, BiFunction<Setting, Choices, Run> runs) {
        this.weakness = weakness;
        this.runs = runs;
    }

    /**
     * What an exploration has come to.
     *
     * @param schedules how many were run
     * @param stale the first that served a stale answer; null when none did
     */
    record Result(long schedules, @Nullable World stale) {

        String told() {
            return stale == null
                    ? schedules + " schedules, none stale"
                    : "stale in schedule " + schedules + ": " + stale.setting + "\n  "
                            + String.join("\n  ", stale.trace());
        }
    }

    /** Every choice up to the depth, what follows at random; ends with the first stale answer. */
    Result exhaustively(int depth, long most) {
        List<Integer> prefix = List.of();
        long count = 0;
        do {
            Choices choices = new Choices(depth, prefix, count);
            World world = run(choices);
            count++;
            if (!world.violation.isEmpty()) {
                return new Result(count, world);
            }
            prefix = choices.next();
        } while (!prefix.isEmpty() && count < most);
        return new Result(count, null);
    }

    Result atRandom(long schedules, long seed) {
        for (long count = 1; count <= schedules; count++) {
            World world = run(new Choices(0, List.of(), seed + count * 0x9E3779B97F4A7C15L));
            if (!world.violation.isEmpty()) {
                return new Result(count, world);
            }
        }
        return new Result(schedules, null);
    }

    private World run(Choices choices) {
        return runs.apply(Setting.among(weakness, choices), choices).toItsEnd();
    }
}
