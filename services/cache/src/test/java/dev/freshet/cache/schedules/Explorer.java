package dev.freshet.cache.schedules;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Predicate;
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
     * @param states how many were told apart; 0 when nobody looked
     * @param stale the first that served a stale answer; null when none did
     */
    record Result(long schedules, long states, @Nullable World stale) {

        String told() {
            return stale == null
                    ? schedules + " schedules" + (states > 0 ? " through " + states + " states" : "") + ", none stale"
                    : "stale in schedule " + schedules + ": " + stale.setting + "\n  "
                            + String.join("\n  ", stale.trace());
        }
    }

    /**
     * Every choice to the end. Runs that come to the same state go on alike, so that only the first of them does go on.
     */
    Result everyOrder() {
        Set<UUID> states = new HashSet<>();
        List<Integer> prefix = List.of();
        long count = 0;
        do {
            Choices choices = new Choices(Integer.MAX_VALUE, prefix, 0);
            int known = prefix.size();
            World world = run(choices, run -> choices.count() < known || states.add(run.state()));
            count++;
            if (!world.violation.isEmpty()) {
                return new Result(count, states.size(), world);
            }
            prefix = choices.next();
        } while (!prefix.isEmpty());
        return new Result(count, states.size(), null);
    }

    /** Every choice up to the depth, what follows at random; ends with the first stale answer. */
    Result exhaustively(int depth) {
        List<Integer> prefix = List.of();
        long count = 0;
        do {
            Choices choices = new Choices(depth, prefix, count);
            World world = run(choices, run -> true);
            count++;
            if (!world.violation.isEmpty()) {
                return new Result(count, 0, world);
            }
            prefix = choices.next();
        } while (!prefix.isEmpty());
        return new Result(count, 0, null);
    }

    Result atRandom(long schedules, long seed) {
        for (long count = 1; count <= schedules; count++) {
            World world = run(new Choices(0, List.of(), seed + count * 0x9E3779B97F4A7C15L), run -> true);
            if (!world.violation.isEmpty()) {
                return new Result(count, 0, world);
            }
        }
        return new Result(schedules, 0, null);
    }

    private World run(Choices choices, Predicate<Run> goesOn) {
        return runs.apply(Setting.among(weakness, choices), choices).toItsEnd(goesOn);
    }
}
