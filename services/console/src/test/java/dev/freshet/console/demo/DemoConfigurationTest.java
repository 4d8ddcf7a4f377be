package dev.freshet.console.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DemoConfigurationTest {

    @Test
    void isAbsentUnlessAskedFor() {
        new ApplicationContextRunner()
                .withUserConfiguration(DemoConfiguration.class)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DemoEndpoints.class));
    }
}
