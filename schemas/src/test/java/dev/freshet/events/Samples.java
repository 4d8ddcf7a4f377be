package dev.freshet.events;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** One event of each kind and shape. */
final class Samples {

    private static final Instant TIME = Instant.parse("2026-03-01T12:34:56.789Z");

    private Samples() {}

    static Access access() {
        return new Access("ai-responses", "quiz", Access.Outcome.redis, 420, TIME);
    }

    static Access accessWithoutOperation() {
        return new Access("top-picks", null, Access.Outcome.miss, 0, TIME);
    }

    static Access accessThatComputed() {
        Access.Load load = new Access.Load(2_345, 1_024L, "9f86d081");
        return new Access("ai-responses", "quiz", Access.Outcome.miss, 0, TIME, Access.Reason.hash, load);
    }

    static Command tagCommand() {
        return new Command("c-1", "ai-responses", "lecture:7", null, false, "ann", "a typing error");
    }

    static Command keyCommand() {
        return new Command("c-2", "top-picks", null, "top_picks:all:fast", false, "ann", null);
    }

    static Command cacheCommand() {
        return new Command("c-3", "ai-responses", null, null, true, "capture", "slot lost");
    }

    static Invalidation changeInvalidation() {
        Invalidation.Change change =
                new Invalidation.Change("public.lectures", "delete", "4294967296", "16/B374D848", TIME);
        return new Invalidation("ab12", "ai-responses", "lecture:7", change, null, 2, 3, TIME);
    }

    static Invalidation undecodableInvalidation() {
        Invalidation.Change change = new Invalidation.Change("public.lectures", "unknown", null, null, null);
        return new Invalidation("ab13", "ai-responses", "cache:ai-responses", change, null, 0, 0, TIME);
    }

    static Invalidation commandInvalidation() {
        return new Invalidation("ab14", "ai-responses", "cache:ai-responses", null, cacheCommand(), 8, 8, TIME);
    }

    static Watermark watermark() {
        return new Watermark(
                TIME,
                "d1935e57",
                List.of(new Watermark.Position("freshet.commands", "7k3b", 3, 9_007_199_254_740_993L)));
    }

    static Stream<Record> all() {
        return Stream.of(
                access(),
                accessWithoutOperation(),
                accessThatComputed(),
                tagCommand(),
                keyCommand(),
                cacheCommand(),
                changeInvalidation(),
                undecodableInvalidation(),
                commandInvalidation(),
                watermark());
    }
}
