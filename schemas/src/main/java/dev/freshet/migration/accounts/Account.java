package dev.freshet.migration.accounts;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One that logs in: a role of ours, those who read our topics, or the application. */
public enum Account {
    /** installs and updates, never runs */
    MIGRATE,
    CAPTURE,
    INVALIDATION,
    STATISTICS,
    CONSOLE,
    /** reads outcomes from Kafka; unknown to PostgreSQL */
    SUBSCRIBER,
    /** the application, which reads and fills the caches */
    APP;

    /** Those that PostgreSQL knows. */
    static final List<Account> OF_THE_DATABASE = List.of(MIGRATE, CAPTURE, INVALIDATION, STATISTICS, CONSOLE, APP);

    /** The account of this name, as {@link #toString} writes it. */
    public static Optional<Account> named(String name) {
        return Arrays.stream(values())
                .filter(account -> account.toString().equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
