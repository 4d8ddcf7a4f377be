package dev.freshet.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one request may bring, and what every answer carries. */
class LimitsTest {

    private static final Duration PROMPT = Duration.ofSeconds(10);

    private static HttpSurface surface;

    @BeforeAll
    static void start() {
        surface = HttpSurface.withTokens("--freshet.http.largest-body=10KB", "--server.tomcat.connection-timeout=1s");
    }

    @AfterAll
    static void stop() {
        surface.close();
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1/things", "POST, /v1/caches/c/lookups", "PUT, /v1/caches/c/answers/k", "GET, /v1/things"})
    void refusesABodyThatIsTooLargeEverywhere(String method, String path) {
        problem(413, operator(method, path).json("x".repeat(10 * 1024 + 1)).send());
        problem(413, operator(method, path).json("x".repeat(2 << 20)).send());
        problem(413, operator(method, path).chunked(300, 1000).send());
    }

    @Test
    void takesABodyOfTheLargestSize() {
        Request.Response taken =
                operator("POST", "/v1/things").json("x".repeat(10 * 1024)).send();

        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.body()).contains("10240");
    }

    @Test
    void keepsNoBodyOfSomebodyWithoutAToken() {
        problem(
                401,
                surface.request("POST", "/v1/things").json("x".repeat(1 << 20)).send());
    }

    @Test
    void answersSomebodyWithoutATokenThoughTheBodyNeverComes() {
        long began = System.nanoTime();

        problem(
                401,
                surface.request("POST", "/v1/things")
                        .json("x".repeat(1000))
                        .only(10)
                        .send());

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PROMPT);
    }

    @Test
    void waitsOnlySoLongForABody() {
        problem(
                408,
                operator("POST", "/v1/things").json("x".repeat(1000)).only(10).send());
    }

    @Test
    void waitsOnlySoLongForTheHeaders() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), surface.port())) {
            socket.setSoTimeout((int) PROMPT.toMillis());
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).as("hung up").isEqualTo(-1);
        }
    }

    @Test
    void refusesAnAddressThatIsTooLong() {
        problem(414, operator("GET", "/v1/things?a=" + "x".repeat(5000)).send());
    }

    @Test
    void refusesHeadersThatAreTooLarge() {
        problem(
                400,
                operator("GET", "/v1/things").with("X-Long", "x".repeat(9000)).send());
    }

    @Test
    void refusesTooManyParameters() {
        problem(400, operator("GET", "/v1/things?" + "a=1&".repeat(200)).send());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/%zz", "/v1/things?a=%zz", "/a%00b", "/v1/things;a", "/a\\b"})
    void refusesAMalformedAddress(String path) {
        problem(400, operator("GET", path).send());
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOO", "PROPFIND", "get"})
    void refusesAMethodThatIsNone(String method) {
        problem(400, operator(method, "/v1/things").send());
    }

    @Test
    void refusesForms() {
        problem(
                415,
                operator("POST", "/v1/things")
                        .with("Content-Type", "multipart/form-data; boundary=x")
                        .body("--x\r\n\r\n--x--")
                        .send());
        problem(
                415,
                operator("POST", "/v1/things")
                        .with("Content-Type", "application/x-www-form-urlencoded")
                        .body("a=b")
                        .send());
    }

    @Test
    void saysOfAFailureNothingButThatItIsOne() {
        Request.Response failed = operator("PUT", "/v1/things").json("{}").send();

        problem(500, failed);
        assertThat(failed.body()).doesNotContain("secret", "IllegalState", "at dev.freshet");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /",
        "GET, /console/app.js",
        "GET, /v1/things",
        "GET, /none",
        "GET, /v1/things;a",
        "GET, /v1/%zz",
        "DELETE, /v1/things",
        "TRACE, /v1/things",
        "FOO, /v1/things",
        "PUT, /v1/things",
        "GET, /actuator/health",
    })
    void everyAnswerCarriesTheHeaders(String method, String path) {
        headers(surface.request(method, path).send());
        headers(operator(method, path).send());
    }

    private static void headers(Request.Response answer) {
        assertThat(answer.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; ")
                .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Cache-Control"))
                .isEqualTo(answer.header("Content-Type").matches("text/(html|javascript).*") ? "no-cache" : "no-store");
        assertThat(answer.header("Strict-Transport-Security"))
                .as("only over TLS")
                .isEmpty();
        assertThat(answer.header("Server")).isEmpty();
    }

    private static void problem(int status, Request.Response answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + status, "\"title\":");
    }

    private static Request operator(String method, String path) {
        return surface.request(method, path).bearer(HttpSurface.OPERATOR);
    }
}
