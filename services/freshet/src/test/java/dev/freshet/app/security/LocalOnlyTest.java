package dev.freshet.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without tokens this machine's programs get in, and no web site that its browsers visit. */
class LocalOnlyTest {

    private static HttpSurface surface;

    @BeforeAll
    static void start() {
        surface = HttpSurface.open();
    }

    @AfterAll
    static void stop() {
        surface.close();
    }

    @Test
    void readsAndActsWithoutAToken() {
        assertThat(surface.request("GET", "/v1/things").send().status()).isEqualTo(200);
        assertThat(surface.request("POST", "/v1/things").json("{}").send().status())
                .isEqualTo(200);
        assertThat(surface.request("GET", "/actuator/health").send().body()).contains("components");
        assertThat(surface.request("GET", "/actuator/prometheus").send().status())
                .isEqualTo(200);
        assertThat(surface.request("GET", "/v1/whoami").send().body())
                .isEqualTo("{\"who\":\"local\",\"byToken\":false,\"mayAct\":true}");
    }

    @Test
    void theAuditLogCallsTheCallerLocal() {
        surface.request("POST", "/v1/later").json("{}").send();

        await().untilAsserted(() -> assertThat(surface.audited())
                .anyMatch(line -> line.contains("who=local") && line.contains("/v1/later")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:80", "127.1.2.3:8080", "[::1]:8080"})
    void answersToTheNamesOfThisMachine(String host) {
        assertThat(surface.request("GET", "/v1/things")
                        .with("Host", host)
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.localhost",
                "192.168.1.7:8080",
                "[::2]:8080",
                "",
            })
    void refusesOtherNamesForASiteMayHaveThemResolveToUs(String host) {
        for (String path : new String[] {"/", "/v1/things", "/actuator/health", "/none"}) {
            Request.Response refused =
                    surface.request("GET", path).with("Host", host).send();
            assertThat(refused.status()).as(path).isIn(400, 403);
            assertThat(refused.body()).doesNotContain("thing", "html");
        }
    }

    @Test
    void saysToOtherNamesWhichSettingsLetThemIn() {
        assertThat(surface.request("GET", "/")
                        .with("Host", "freshet.example")
                        .send()
                        .body())
                .contains("freshet.http.viewer-token", "freshet.http.operator-token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: http://localhost:1",
                "Origin: http://localhost",
                "Origin: https://localhost:PORT",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: ",
            })
    void refusesActionsOfOtherPages(String header) {
        String[] parts =
                header.replace("PORT", Integer.toString(surface.port())).split(": ?", 2);

        Request.Response refused = surface.request("POST", "/v1/things")
                .with(parts[0], parts[1])
                .json("{}")
                .send();

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("other web pages may not act here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none", "Origin: http://localhost:PORT"})
    void letsItsOwnPageAct(String header) {
        String[] parts =
                header.replace("PORT", Integer.toString(surface.port())).split(": ", 2);

        assertThat(surface.request("POST", "/v1/things")
                        .with(parts[0], parts[1])
                        .json("{}")
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aLinkFromAnotherPageMayOpenThisOne() {
        assertThat(surface.request("GET", "/")
                        .with("Sec-Fetch-Site", "cross-site")
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void answersNoPreflightOfAnotherPage() {
        Request.Response preflight = surface.request("OPTIONS", "/v1/things")
                .with("Origin", "https://evil.example")
                .with("Access-Control-Request-Method", "POST")
                .send();

        assertThat(preflight.status()).isEqualTo(403);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "X-Forwarded-Host", "Forwarded"})
    void refusesWhatAProxyHasPassedOn(String header) {
        assertThat(surface.request("GET", "/v1/things")
                        .with(header, "192.0.2.1")
                        .send()
                        .status())
                .isEqualTo(403);
    }
}
