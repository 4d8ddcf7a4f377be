package dev.freshet.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the audit log says, and what it must not. */
class AuditLogTest {

    private static final String TIME = "time=\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z ";

    private static HttpSurface surface;

    @BeforeAll
    static void start() {
        surface = HttpSurface.withTokens();
    }

    @AfterAll
    static void stop() {
        surface.close();
    }

    @BeforeEach
    void forget() {
        surface.forgetAudited();
    }

    @Test
    void tellsOfAnActionWhoDidWhatFromWhereWithWhichOutcome() {
        surface.request("POST", "/v1/things?note=secret")
                .bearer(HttpSurface.OPERATOR)
                .json("{}")
                .send();

        assertThat(onlyLine())
                .matches(TIME + "who=operator from=127\\.0\\.0\\.1 method=\"POST\" path=\"/v1/things\" status=200 "
                        + "target=\"key:a\" reason=\"a\\\\u\\{a}\\\\\"b\\\\\"\"");
    }

    @Test
    void tellsOfAFailedActionToo() {
        surface.request("PUT", "/v1/things")
                .bearer(HttpSurface.OPERATOR)
                .json("{}")
                .send();

        assertThat(onlyLine()).contains("who=operator", "method=\"PUT\"", "status=500");
    }

    @Test
    void tellsOfAnAsynchronousActionOnce() {
        surface.request("POST", "/v1/later")
                .bearer(HttpSurface.OPERATOR)
                .json("{}")
                .send();

        assertThat(onlyLine()).contains("path=\"/v1/later\" status=200");
    }

    @Test
    void tellsNothingOfReadingAndOfLookups() {
        surface.request("GET", "/v1/things").bearer(HttpSurface.OPERATOR).send();
        surface.request("POST", "/v1/caches/c/lookups")
                .bearer(HttpSurface.VIEWER)
                .json("{}")
                .send();
        surface.request("POST", "/v1/things")
                .bearer(HttpSurface.OPERATOR)
                .json("{}")
                .send();

        assertThat(onlyLine()).contains("path=\"/v1/things\"");
    }

    @Test
    void tellsOfRefusedAttemptsWithoutTheTokenThatWasSent() {
        surface.request("GET", "/v1/things").bearer("guess-0123456789abcdef").send();
        surface.request("POST", "/v1/things")
                .bearer(HttpSurface.VIEWER)
                .json("{}")
                .send();
        await().until(() -> surface.audited().size() == 2);

        List<String> lines = surface.audited();
        assertThat(lines.get(0)).startsWith("refused ").contains("who=nobody", "status=401");
        assertThat(lines.get(1)).startsWith("refused ").contains("who=viewer", "status=403");
        assertThat(String.join("", lines)).doesNotContain("guess", HttpSurface.VIEWER, HttpSurface.OPERATOR);
    }

    @Test
    void noFloodOfRefusedAttemptsFillsTheLogNorHidesAnAction() {
        try (HttpSurface flooded = HttpSurface.withTokens()) {
            for (int i = 0; i < 50; i++) {
                flooded.request("GET", "/v1/things").send();
            }
            flooded.request("POST", "/v1/things")
                    .bearer(HttpSurface.OPERATOR)
                    .json("{}")
                    .send();
            await().until(() -> flooded.audited().stream().anyMatch(line -> line.contains("who=operator")));

            // two periods at most
            assertThat(flooded.audited())
                    .filteredOn(line -> line.startsWith("refused"))
                    .hasSizeBetween(10, 20);
        }
    }

    @Test
    void noHeaderOrPathMakesALineOfItsOwn() {
        surface.request("POST", "/v1/things/%22%20who=root%20%22")
                .with("X-Forwarded-For", "1.2.3.4 who=root")
                .bearer(HttpSurface.OPERATOR)
                .json("{}")
                .send();

        assertThat(onlyLine())
                .doesNotContain(" who=root")
                .matches(TIME + "who=operator from=127\\.0\\.0\\.1 method=\"POST\" path=\"[^ ]+\" status=404");
    }

    private String onlyLine() {
        await().until(() -> !surface.audited().isEmpty());
        assertThat(surface.audited()).hasSize(1);
        return surface.audited().get(0);
    }
}
