package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged program as it stands in a network: on all addresses, with tokens, watched on a port of its own. */
class SecuredRunIT {

    private static final String VIEWER = "viewer-0123456789abcdef";
    private static final String OPERATOR = "operator-0123456789abcdef";
    private static final String LECTURE = "/v1/demo/lectures/1e000000-0000-4000-8000-000000000002";
    private static final String WHOLE_CACHE = "{\"cache\": \"ai-responses\", \"all\": true, \"reason\": \"who asks?\"}";

    private static final int MANAGEMENT_PORT = FreshetProcess.freePort();

    @TempDir
    private static Path folder;

    private static FreshetProcess freshet;

    @BeforeAll
    static void start() {
        freshet = FreshetProcess.start(
                folder.resolve("state"),
                "--server.address=0.0.0.0",
                "--management.server.port=" + MANAGEMENT_PORT,
                "--freshet.http.viewer-token=" + VIEWER,
                "--freshet.http.operator-token=" + OPERATOR);
    }

    @AfterAll
    static void stop() {
        freshet.close();
    }

    @Test
    void readingNeedsAToken() throws Exception {
        for (String path : new String[] {"/v1/invalidations", "/v1/stats/daily", LECTURE, "/none"}) {
            assertThat(get(path, null).statusCode()).as(path).isEqualTo(401);
        }
        for (String path : new String[] {"/v1/invalidations", "/v1/stats/daily", LECTURE}) {
            assertThat(get(path, VIEWER).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void actingNeedsTheOperatorTokenAndIsWrittenDown() throws Exception {
        assertThat(post("/v1/invalidations", WHOLE_CACHE, VIEWER).statusCode()).isEqualTo(403);

        HttpResponse<String> accepted = post("/v1/invalidations", WHOLE_CACHE, OPERATOR);

        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        String id = JsonMapper.shared().readTree(accepted.body()).path("id").asString();
        assertThat(freshet.output())
                .containsPattern("dev\\.freshet\\.audit .* who=operator from=[^ ]+ method=\"POST\""
                        + " path=\"/v1/invalidations\" status=202 cache=\"ai-responses\" target=\"cache:ai-responses\""
                        + " reason=\"who asks\\?\" command=\"" + id + "\"");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(asker(id)).isEqualTo("operator"));
    }

    @Test
    void thePageNeedsNoTokenToAskForOne() throws Exception {
        assertThat(get("/", null).body()).contains("<title>Freshet console</title>", "sign-in-form");
        assertThat(get("/console/session.js", null).statusCode()).isEqualTo(200);
    }

    @Test
    void theManagementPortTellsHealthAndFiguresAndNothingElse() throws Exception {
        assertThat(watch("/actuator/health").body()).contains("\"capture\"", "\"statistics\"");
        assertThat(watch("/actuator/prometheus").body()).contains("freshet_statistics_lag", "jvm_memory_used_bytes");
        for (String path : new String[] {"/", "/console/app.js", "/v1/invalidations", "/v1/stats/daily", LECTURE}) {
            assertThat(watch(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(get("/actuator/prometheus", OPERATOR).statusCode()).isEqualTo(404);
    }

    @Test
    void theStartSaysHowToGetInAndKeepsTheTokens() {
        assertThat(freshet.output())
                .contains(
                        "by token ('Authorization: Bearer …')",
                        "http://localhost:" + MANAGEMENT_PORT + "/actuator/health")
                .doesNotContain(VIEWER, OPERATOR);
    }

    /** Who asked for the invalidation of this id, as its outcome tells; empty while there is none. */
    private static String asker(String id) throws IOException, InterruptedException {
        JsonNode outcomes = JsonMapper.shared()
                .readTree(get("/v1/invalidations?limit=100", VIEWER).body())
                .path("invalidations");
        return outcomes.valueStream()
                .filter(outcome ->
                        outcome.path("command").path("id").asString("").equals(id))
                .map(outcome -> outcome.path("command").path("who").asString())
                .findFirst()
                .orElse("");
    }

    private static HttpResponse<String> get(String path, @Nullable String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(freshet.uri(path));
        return FreshetProcess.send(token == null ? request : request.header("Authorization", "Bearer " + token));
    }

    private static HttpResponse<String> post(String path, String json, String token)
            throws IOException, InterruptedException {
        return FreshetProcess.send(HttpRequest.newBuilder(freshet.uri(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static HttpResponse<String> watch(String path) throws IOException, InterruptedException {
        return FreshetProcess.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + MANAGEMENT_PORT + path)));
    }
}
