package dev.freshet.app.settings;

import dev.freshet.refusal.Refusal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** One of the services that the application can run. */
public enum Role {
    CAPTURE,
    INVALIDATION,
    STATISTICS,
    CONSOLE;

    /**
     * The role of this name.
     *
     * @throws Refusal if there is none
     */
    public static Role named(String name) {
        return Arrays.stream(values())
                .filter(role -> role.toString().equals(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        "There is no role '" + name + "' (setting freshet.roles).",
                        "Use one or more of " + names() + ", separated by commas."));
    }

    private static String names() {
        return Arrays.stream(values()).map(Role::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
