package dev.freshet.app.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Who may use the HTTP surface, and how much one request may bring.
 *
 * @param viewerToken whoever sends it may read; at least 16 characters
 * @param operatorToken whoever sends it may read and act; at least 16 characters
 * @param largestBody longest request body; a longer one is answered with 413
 */
@ConfigurationProperties("freshet.http")
public record HttpSettings(
        @Nullable Secret viewerToken, @Nullable Secret operatorToken, @DefaultValue("1MB") DataSize largestBody) {

    public HttpSettings {
        if (largestBody.toBytes() < 1024 || largestBody.toMegabytes() > 1024) {
            throw new IllegalArgumentException(
                    "freshet.http.largest-body must be between 1KB and 1024MB: " + largestBody);
        }
    }

    /** The settings as they stand in the environment. */
    public static HttpSettings of(Environment environment) {
        return Binder.get(environment).bindOrCreate("freshet.http", HttpSettings.class);
    }

    /** Whether no token is set: then every program on this machine may read and act. */
    public boolean isOpen() {
        return viewerToken == null && operatorToken == null;
    }
}
