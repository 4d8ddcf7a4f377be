package dev.freshet.console.demo;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sample application on the console's page.
 *
 * @param answerLife how long a sample answer stays in Redis when nothing makes it stale
 */
@ConfigurationProperties("freshet.console.demo")
record DemoSettings(@DefaultValue("1h") Duration answerLife) {
    DemoSettings {
        if (answerLife.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("answer-life must be at least 1s: " + answerLife);
        }
    }
}
