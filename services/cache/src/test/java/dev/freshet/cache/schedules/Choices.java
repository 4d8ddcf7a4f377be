package dev.freshet.cache.schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Every choice of one run: those up to a depth by enumeration, those beyond at random. */
final class Choices {

    private final int depth;
    private final List<Integer> prefix;
    private final List<Integer> widths = new ArrayList<>();
    private final List<Integer> made = new ArrayList<>();
    private final SplittableRandom random;

    Choices(int depth, List<Integer> prefix, long seed) {
        this.depth = depth;
        this.prefix = prefix;
        this.random = new SplittableRandom(seed);
    }

    /** From 0 to width - 1. */
    int among(int width) {
        int position = made.size();
        int choice = width == 1
                ? 0
                : position < prefix.size() ? prefix.get(position) : position < depth ? 0 : random.nextInt(width);
        made.add(choice);
        widths.add(width);
        return choice;
    }

    boolean maybe() {
        return among(2) == 1;
    }

    /** The next prefix in order; empty when all have been enumerated. */
    List<Integer> next() {
        for (int i = Math.min(depth, made.size()) - 1; i >= 0; i--) {
            if (made.get(i) + 1 < widths.get(i)) {
                List<Integer> next = new ArrayList<>(made.subList(0, i));
                next.add(made.get(i) + 1);
                return next;
            }
        }
        return List.of();
    }

    int count() {
        return made.size();
    }
}
