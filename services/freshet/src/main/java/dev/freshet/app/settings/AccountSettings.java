package dev.freshet.app.settings;

import dev.freshet.migration.accounts.Account;
import dev.freshet.migration.accounts.Accounts;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who logs in to PostgreSQL, Kafka and Redis, as {@code migrate} makes and updates them.
 *
 * @param prefix what the names of our users begin with: freshet_capture, freshet_invalidation …
 * @param application the application's user, who may read and fill the caches and owns the sample course; none as a rule
 * @param kafka whether Kafka's users and their rights are made as well; takes a login that may
 * @param passwords by account: migrate, capture, invalidation, statistics, console, subscriber, app; at least 16
 *     characters; set anew at every run
 */
@ConfigurationProperties("freshet.accounts")
public record AccountSettings(
        @DefaultValue("freshet_") String prefix,
        @Nullable String application,
        @DefaultValue("false") boolean kafka,
        @DefaultValue Map<String, Secret> passwords) {

    private static final int SHORTEST = 16;

    public AccountSettings {
        passwords = Map.copyOf(passwords);
        passwords.keySet().forEach(AccountSettings::account);
        passwords.forEach(AccountSettings::requireLong);
        application = application == null || application.isBlank() ? null : application;
    }

    private static void requireLong(String name, Secret password) {
        int length = password.value().length();
        if (length > 0 && length < SHORTEST) {
            throw new IllegalArgumentException("freshet.accounts.passwords." + name + " (in docker compose "
                    + name.toUpperCase(Locale.ROOT) + "_PASSWORD) has " + length
                    + " characters, which can be guessed: give it at least " + SHORTEST);
        }
    }

    private static Account account(String name) {
        return Account.named(name)
                .orElseThrow(() -> new IllegalArgumentException("freshet.accounts.passwords." + name
                        + ": there is no such account, but "
                        + Arrays.stream(Account.values()).map(Account::toString).collect(Collectors.joining(", "))));
    }

    /** The same, in the words of the library; an empty password is none. */
    public Accounts accounts() {
        Map<Account, String> values = new EnumMap<>(Account.class);
        passwords.forEach((name, secret) -> {
            if (!secret.value().isEmpty()) {
                values.put(account(name), secret.value());
            }
        });
        return new Accounts(prefix, application, values);
    }
}
