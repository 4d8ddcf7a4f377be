package dev.freshet.migration.accounts;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of one installation. Says nothing of the passwords when printed.
 *
 * @param prefix what the names of our users begin with
 * @param application the application's user; null when Freshet has nothing to do with it
 * @param passwords of those that log in by one
 */
public record Accounts(String prefix, @Nullable String application, Map<Account, String> passwords) {

    public Accounts {
        if (!prefix.matches("[a-z_][a-z0-9_]*")) {
            throw new IllegalArgumentException("a prefix of users has lower-case letters, digits and '_': " + prefix);
        }
        passwords = passwords.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(passwords));
    }

    /** The name of its user, in PostgreSQL, Kafka and Redis alike; empty for an application that is not ours to serve. */
    public Optional<String> user(Account account) {
        return account == Account.APP ? Optional.ofNullable(application) : Optional.of(prefix + account);
    }

    public Optional<String> password(Account account) {
        return Optional.ofNullable(passwords.get(account));
    }

    @Override
    public String toString() {
        return "Accounts[prefix=" + prefix + ", application=" + application + "]";
    }
}
