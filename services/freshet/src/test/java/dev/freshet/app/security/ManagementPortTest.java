package dev.freshet.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A management port of its own, for the machines that watch. */
class ManagementPortTest {

    private static HttpSurface surface;

    @BeforeAll
    static void start() {
        surface = HttpSurface.withTokens("--management.server.port=0");
    }

    @AfterAll
    static void stop() {
        surface.close();
    }

    @Test
    void servesHealthInfoAndPrometheusWithoutAToken() {
        assertThat(get("/actuator/health").body()).contains("\"status\":\"UP\"", "components", "diskSpace");
        assertThat(get("/actuator/info").status()).isEqualTo(200);
        assertThat(get("/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/console/app.js",
                "/console/index.html",
                "/v1/things",
                "/v1/whoami",
                "/actuator/env",
                "/actuator/metrics",
                "/actuator",
                "/error",
            })
    void servesNothingElse(String path) {
        assertThat(get(path).status()).isEqualTo(404);
        assertThat(get(path).header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void nobodyActsThere() {
        assertThat(new Request(surface.managementPort(), "POST", "/v1/things")
                        .json("{}")
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(new Request(surface.managementPort(), "POST", "/actuator/health")
                        .json("{}")
                        .send()
                        .status())
                .isEqualTo(405);
    }

    @Test
    void theOtherPortHasNoActuator() {
        assertThat(surface.request("GET", "/actuator/prometheus")
                        .bearer(HttpSurface.OPERATOR)
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(surface.request("GET", "/v1/things").send().status()).isEqualTo(401);
    }

    @Test
    void answersCarryTheHeadersToo() {
        assertThat(get("/actuator/health").header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    private static Request.Response get(String path) {
        return new Request(surface.managementPort(), "GET", path).send();
    }
}
