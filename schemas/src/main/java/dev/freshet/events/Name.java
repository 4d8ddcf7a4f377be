package dev.freshet.events;

import org.jspecify.annotations.Nullable;

/** What a cache or an operation may be called: its figures are kept under this name, so it has to fit into an index. */
final class Name {

    private static final int LONGEST = 255;

    private Name() {}

    static void require(String what, @Nullable String name) {
        if (name == null || name.isEmpty() || name.length() > LONGEST || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    what + " must be a name of 1 to " + LONGEST + " characters without NUL, not " + shortened(name));
        }
    }

    private static String shortened(@Nullable String name) {
        if (name == null) {
            return "absent";
        }
        return name.length() <= LONGEST ? "'" + name.replace("\0", "\\0") + "'" : name.length() + " characters long";
    }
}
