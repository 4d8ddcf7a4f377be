package dev.freshet.console.problem;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the console accepts from a caller.
 *
 * @param largestBody longest request body; a longer one is answered with 413
 */
@ConfigurationProperties("freshet.console.request")
record RequestSettings(@DefaultValue("1MB") DataSize largestBody) {
    RequestSettings {
        if (largestBody.toBytes() < 1024) {
            throw new IllegalArgumentException("largest-body must be at least 1KB: " + largestBody);
        }
    }
}
