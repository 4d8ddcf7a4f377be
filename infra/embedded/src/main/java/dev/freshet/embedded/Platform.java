package dev.freshet.embedded;

import java.util.Locale;

/** The operating system we run on. */
final class Platform {

    private static final String NAME = System.getProperty("os.name").toLowerCase(Locale.ROOT);

    private Platform() {}

    static boolean isWindows() {
        return NAME.startsWith("windows");
    }

    /** As the PostgreSQL binaries spell it. */
    static String postgresName() {
        return isWindows() ? "Windows" : NAME.startsWith("mac") ? "Darwin" : "Linux";
    }

    static String executable(String name) {
        return isWindows() ? name + ".exe" : name;
    }
}
