package dev.freshet.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what where both tokens are set. */
class TokensTest {

    private static HttpSurface surface;

    @BeforeAll
    static void start() {
        surface = HttpSurface.withTokens();
    }

    @AfterAll
    static void stop() {
        surface.close();
    }

    @ParameterizedTest(name = "{0} {1}: {2} without a token, {3} as viewer, {4} as operator")
    @CsvSource({
        // the page's own files
        "GET,     /,                          200, 200, 200",
        "HEAD,    /,                          200, 200, 200",
        "GET,     /index.html,                200, 200, 200",
        "GET,     /console/app.js,            200, 200, 200",
        "GET,     /console/none.js,           404, 404, 404",
        "POST,    /,                          401, 403, 405",
        "GET,     /console/a/b,               401, 404, 404",
        // the actuator
        "GET,     /actuator/health,           200, 200, 200",
        "HEAD,    /actuator/health,           200, 200, 200",
        "POST,    /actuator/health,           401, 403, 405",
        "GET,     /actuator/health/ping,      401, 200, 200",
        "GET,     /actuator/info,             401, 200, 200",
        "GET,     /actuator/prometheus,       401, 200, 200",
        "GET,     /actuator/env,              401, 404, 404",
        "GET,     /actuator/metrics,          401, 404, 404",
        "GET,     /actuator/heapdump,         401, 404, 404",
        "POST,    /actuator/shutdown,         401, 403, 404",
        // reading and acting
        "GET,     /v1/things,                 401, 200, 200",
        "HEAD,    /v1/things,                 401, 200, 200",
        "POST,    /v1/things,                 401, 403, 200",
        "PUT,     /v1/things,                 401, 403, 500",
        "DELETE,  /v1/things,                 401, 403, 405",
        "PATCH,   /v1/things,                 401, 403, 405",
        "OPTIONS, /v1/things,                 401, 403, 200",
        "POST,    /v1/later,                  401, 403, 200",
        "GET,     /v1/whoami,                 401, 200, 200",
        // a lookup is a question
        "POST,    /v1/caches/c/lookups,       401, 200, 200",
        "PUT,     /v1/caches/c/lookups,       401, 403, 405",
        "POST,    /v1/caches/c/d/lookups,     401, 403, 404",
        "PUT,     /v1/caches/c/answers/k,     401, 403, 200",
        // what is not there is nobody's business
        "GET,     /none,                      401, 404, 404",
        "POST,    /none,                      401, 403, 404",
        "GET,     /error,                     401, 404, 404",
        "GET,     /webjars/x.js,              401, 404, 404",
    })
    void letsEachCallerDoWhatTheTokenAllows(String method, String path, int nobody, int viewer, int operator) {
        assertThat(request(method, path).send().status()).as("nobody").isEqualTo(nobody);
        assertThat(request(method, path).bearer(HttpSurface.VIEWER).send().status())
                .as("viewer")
                .isEqualTo(viewer);
        assertThat(request(method, path).bearer(HttpSurface.OPERATOR).send().status())
                .as("operator")
                .isEqualTo(operator);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console/app.js", "/actuator/health", "/v1/things", "/none"})
    void refusesAWrongTokenEverywhere(String path) {
        Request.Response refused =
                surface.request("GET", path).bearer("viewer-0123456789abcdeF").send();

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"freshet\", error=\"invalid_token\"");
        assertThat(refused.body()).contains("\"detail\":\"The token is not known here.\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "bearer",
                HttpSurface.VIEWER,
                "Basic dmlld2VyOnZpZXdlcg==",
                "Token " + HttpSurface.VIEWER,
                "Bearer " + HttpSurface.VIEWER + " more",
                "Bearer " + HttpSurface.VIEWER + "," + HttpSurface.OPERATOR,
                "Bearer \"" + HttpSurface.VIEWER + "\"",
                "Bearer viewer-0123456789abcdé",
                "Bearer viewer-0123456789abcde",
                "Bearer viewer-0123456789abcdef0",
                "",
            })
    void refusesAHeaderThatIsNone(String header) {
        assertThat(surface.request("GET", "/v1/things")
                        .with("Authorization", header)
                        .send()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void refusesTwoTokensAtOnce() {
        assertThat(surface.request("GET", "/v1/things")
                        .bearer(HttpSurface.VIEWER)
                        .bearer(HttpSurface.OPERATOR)
                        .send()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void takesTheSchemeInAnyCase() {
        assertThat(surface.request("GET", "/v1/things")
                        .with("Authorization", "bEARER  " + HttpSurface.VIEWER)
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?access_token=", "?token=", "?viewer-token="})
    void takesNoTokenFromTheAddress(String query) {
        assertThat(surface.request("GET", "/v1/things" + query + HttpSurface.VIEWER)
                        .send()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void saysWhatIsNeededToThoseWithoutAToken() {
        Request.Response reading = surface.request("GET", "/v1/things").send();
        assertThat(reading.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reading.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"freshet\"");
        assertThat(reading.body())
                .contains("\"status\":401", "\"title\":\"Unauthorized\"", "the viewer or the operator token")
                .contains("\"needs\":\"viewer\"");

        assertThat(request("POST", "/v1/things").send().body())
                .contains("This needs the operator token.", "\"needs\":\"operator\"");
    }

    @Test
    void saysToAViewerThatActingNeedsTheOperatorToken() {
        Request.Response refused =
                request("POST", "/v1/things").bearer(HttpSurface.VIEWER).send();

        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"freshet\", error=\"insufficient_scope\", scope=\"operator\"");
        assertThat(refused.body()).contains("\"status\":403", "operator token", "\"needs\":\"operator\"");
    }

    @Test
    void theHealthTellsItsPartsOnlyToThoseWhoMayRead() {
        assertThat(surface.request("GET", "/actuator/health").send().body())
                .contains("\"status\":\"UP\"")
                .doesNotContain("components", "diskSpace");
        assertThat(surface.request("GET", "/actuator/health")
                        .bearer(HttpSurface.VIEWER)
                        .send()
                        .body())
                .contains("components", "diskSpace", "\"path\"");
    }

    @Test
    void tellsCallersWhoTheyAre() {
        assertThat(surface.request("GET", "/v1/whoami")
                        .bearer(HttpSurface.VIEWER)
                        .send()
                        .body())
                .isEqualTo("{\"who\":\"viewer\",\"byToken\":true,\"mayAct\":false}");
        assertThat(surface.request("GET", "/v1/whoami")
                        .bearer(HttpSurface.OPERATOR)
                        .send()
                        .body())
                .isEqualTo("{\"who\":\"operator\",\"byToken\":true,\"mayAct\":true}");
    }

    @Test
    void setsNoCookie() {
        assertThat(surface.request("GET", "/v1/things")
                        .bearer(HttpSurface.VIEWER)
                        .send()
                        .header("Set-Cookie"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/things;x=1", "/v1//things", "/v1/./things", "/console/../v1/things", "/v1%2fthings"})
    void refusesAddressesThatTwoReadersCouldReadDifferently(String path) {
        Request.Response refused = surface.request("GET", path).send();

        assertThat(refused.status()).isIn(400, 401);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void neitherNameNorOriginMatters() {
        assertThat(surface.request("POST", "/v1/things")
                        .with("Host", "freshet.example")
                        .with("Origin", "https://pages.example")
                        .with("X-Forwarded-For", "192.0.2.1")
                        .bearer(HttpSurface.OPERATOR)
                        .json("{}")
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whereOnlyTheViewerTokenIsSetNobodyMayAct() {
        try (HttpSurface readOnly = HttpSurface.start(HttpSurface.BOTH_TOKENS.subList(0, 1))) {
            assertThat(readOnly.request("GET", "/v1/things")
                            .bearer(HttpSurface.VIEWER)
                            .send()
                            .status())
                    .isEqualTo(200);
            Request.Response refused = readOnly.request("POST", "/v1/things")
                    .bearer(HttpSurface.VIEWER)
                    .json("{}")
                    .send();
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).contains("none is set here: nobody may act");
        }
    }

    @Test
    void whereOnlyTheOperatorTokenIsSetItIsNeededForReadingToo() {
        try (HttpSurface operatorsOnly = HttpSurface.start(HttpSurface.BOTH_TOKENS.subList(1, 2))) {
            assertThat(operatorsOnly.request("GET", "/v1/things").send().status())
                    .isEqualTo(401);
            assertThat(operatorsOnly
                            .request("GET", "/v1/things")
                            .bearer(HttpSurface.OPERATOR)
                            .send()
                            .status())
                    .isEqualTo(200);
        }
    }

    /** With a body where the endpoint wants one. */
    private static Request request(String method, String path) {
        Request request = surface.request(method, path);
        return method.equals("POST") || method.equals("PUT") ? request.json("{}") : request;
    }
}
