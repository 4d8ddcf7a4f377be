package dev.freshet.cache.control;

/** Redis restarted or failed over between two steps that belong together. Passing: do all of them again. */
public final class ServerChangedException extends RuntimeException {

    private ServerChangedException(String before, String after) {
        super("Redis is another server than a moment ago: " + before + ", now " + after);
    }

    static void check(String before, String after) {
        if (!before.equals(after)) {
            throw new ServerChangedException(before, after);
        }
    }
}
