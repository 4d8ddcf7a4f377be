package dev.freshet.app.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who makes the PostgreSQL roles when {@code migrate} runs, and drops them at {@code rollback}; nobody when absent.
 *
 * @param username a PostgreSQL user with CREATEROLE, superuser or not, in the database of spring.datasource.url
 * @param password its password
 */
@ConfigurationProperties("freshet.admin")
public record AdminSettings(@Nullable String username, @Nullable Secret password) {

    public AdminSettings {
        if (password != null && username == null) {
            throw new IllegalArgumentException("freshet.admin.password needs freshet.admin.username");
        }
    }

    public boolean isGiven() {
        return username != null && !username.isBlank();
    }
}
