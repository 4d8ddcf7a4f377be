package dev.freshet.statistics;

import static dev.freshet.statistics.Events.access;
import static dev.freshet.statistics.Events.computed;
import static dev.freshet.statistics.Events.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.freshet.events.Access;
import dev.freshet.events.Access.Outcome;
import dev.freshet.events.Access.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The calls, on figures that are all there before the first of them. */
class QueriesIT {

    private static final Scene scene = new Scene(2, "lectures");

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void start() {
        context = scene.start(Clock.fixed(Instant.parse("2026-06-30T12:00:00Z"), ZoneOffset.UTC));
        for (int i = 0; i < 5; i++) {
            send("hot", access("left", "quiz", Outcome.redis, 10, "2026-06-1" + i + "T10:00:00Z"));
        }
        send("warm", access("left", "sum, \"up\"", Outcome.postgres, 7, "2026-06-10T10:00:00Z"));
        send("cold", access("right", "quiz", Outcome.bypass, 0, "2026-06-11T10:00:00Z"));
        send(
                "big",
                new Access(
                        "right",
                        null,
                        Outcome.miss,
                        0,
                        Instant.parse("2026-06-05T10:00:00Z"),
                        Reason.absent,
                        new Access.Load(10, 5000L, null)));
        send("warm", computed("left", Reason.absent, 100, "h", "2026-06-09T10:00:00Z"));
        send("old", access("left", "quiz", Outcome.redis, 1, "2026-01-01T10:00:00Z"));
        scene.send(scene.topics().invalidations(), "t", outcome("o", "left", 2, 3, "2026-06-12T10:00:00Z"));
        scene.send(scene.topics().invalidations(), "t", outcome("q", "left", 0, 0, "2026-06-20T10:00:00Z"));
        scene.awaitCounted("statistics-accesses", scene.topics().accesses());
        scene.awaitCounted("statistics-invalidations", scene.topics().invalidations());
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void theSummaryIsTheSumOfTheDays() {
        JsonNode summary = json("/v1/stats/summary");

        assertThat(summary.path("from").asString()).isEqualTo("2026-06-01");
        assertThat(summary.path("to").asString()).isEqualTo("2026-06-30");
        for (String figure : List.of("totalRequests", "cacheHits", "cacheMisses", "tokensSaved", "rowsDeleted")) {
            assertThat(summary.path(figure).asLong())
                    .as(figure)
                    .isEqualTo(json("/v1/stats/daily")
                            .path("days")
                            .valueStream()
                            .mapToLong(day -> day.path(figure).asLong())
                            .sum());
        }
        assertThat(summary.path("totalRequests").asLong()).isEqualTo(9);
        assertThat(summary.path("hitRate").asDouble()).isEqualTo(6 / 9.0);
        assertThat(json("/v1/stats/summary?cache=right&to=2026-06-08")
                        .path("totalRequests")
                        .asLong())
                .isEqualTo(1);
        assertThat(json("/v1/stats/summary?operation=quiz").has("invalidations"))
                .isFalse();
    }

    @Test
    void aDayWithInvalidationsOnlyIsNotListedButInTheSum() {
        JsonNode days = json("/v1/stats/daily?from=2026-06-12&to=2026-06-20").path("days");

        assertThat(days.valueStream().map(day -> day.path("date").asString()))
                .containsExactly("2026-06-12", "2026-06-13", "2026-06-14");
        assertThat(days.path(0).path("invalidations").asLong()).isEqualTo(1);
        assertThat(days.path(1).path("invalidations").asLong()).isZero();
        assertThat(json("/v1/stats/summary?from=2026-06-12&to=2026-06-20")
                        .path("invalidations")
                        .asLong())
                .isEqualTo(2);
    }

    @Test
    void theApiAndTheFunctionInSqlSayTheSame() {
        List<String> answered = json("/v1/stats/daily?from=2026-01-01&to=2026-06-30")
                .path("days")
                .valueStream()
                .map(day -> String.join(
                        "|",
                        List.of("date", "totalRequests", "cacheHits", "cacheMisses", "hitRate", "tokensSaved").stream()
                                .map(figure -> day.path(figure).asString())
                                .toList()))
                .toList();

        assertThat(answered)
                .hasSize(8)
                .isEqualTo(scene.rows("SELECT date, total_requests, cache_hits, cache_misses, hit_rate, tokens_saved"
                        + " FROM public.get_cache_stats('2026-01-01', '2026-06-30')"));
    }

    @Test
    void theViewsSayTheSameAsTheApi() {
        assertThat(
                        scene.rows(
                                "SELECT sum(total_requests) AS requests, sum(cache_hits) AS hits, sum(tokens_saved) AS tokens,"
                                        + " sum(rows_deleted) AS rows"
                                        + " FROM freshet.daily_cache_performance WHERE date BETWEEN '2026-06-01' AND '2026-06-30'"))
                .containsExactly("9|6|57|2");
        assertThat(scene.rows("SELECT date, cache, invalidations, p50_millis > 0 FROM freshet.daily_cache_performance"
                        + " WHERE invalidations > 0 ORDER BY date"))
                .containsExactly("2026-06-12|left|1|true", "2026-06-20|left|1|true");
        assertThat(scene.rows("SELECT cache, key FROM freshet.most_accessed_entries LIMIT 1"))
                .containsExactly("left|hot");
    }

    @Test
    void theViewsOfTheLastDaysAndOfGrowthLookFromToday() {
        scene.jdbc()
                .update(
                        "INSERT INTO freshet.daily_operation (date, cache, operation, redis_hits) SELECT"
                                + " (now() AT TIME ZONE 'UTC')::date - n, 'today', '', 100 - n FROM generate_series(0, 99) AS n");

        assertThat(scene.rows("SELECT days, total_requests FROM freshet.cache_performance WHERE cache = 'today'"
                        + " ORDER BY days"))
                .containsExactly("7|679", "30|2565", "90|4995");
        assertThat(scene.rows("SELECT total_requests, total_requests_a_week_before, round(growth::numeric, 3)"
                        + " FROM freshet.cache_growth"
                        + " WHERE cache = 'today' AND date = (now() AT TIME ZONE 'UTC')::date"))
                .containsExactly("100|93|0.075");
    }

    @Test
    void operationsComeInPagesTheBusiestFirst() {
        JsonNode first = json("/v1/stats/operations?size=2");
        assertThat(first.path("operations").valueStream().map(QueriesIT::named))
                .containsExactly("left/quiz", "left/sum, \"up\"");
        assertThat(first.path("more").asBoolean()).isTrue();
        JsonNode second = json("/v1/stats/operations?size=2&page=1");
        assertThat(second.path("operations").valueStream().map(QueriesIT::named))
                .containsExactly("right/", "right/quiz");
        assertThat(second.path("more").asBoolean()).isFalse();
        assertThat(json("/v1/stats/operations?size=2&page=7").path("operations").isEmpty())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sort=hits | hot warm big cold",
                "sort=hits&size=2 | hot warm",
                "sort=hits&size=2&page=1 | big cold",
                "sort=age | big warm hot cold",
                "sort=size | big warm",
                "cache=left | hot warm",
                "operation=quiz | hot warm cold",
                "operation=quiz&cache=right | cold",
                "from=2026-01-01&to=2026-01-01 | old",
            })
    void entriesAreSortedAndFiltered(String query, String keys) {
        assertThat(json("/v1/stats/entries?" + query)
                        .path("entries")
                        .valueStream()
                        .map(entry -> entry.path("key").asString()))
                .containsExactly(keys.split(" "));
    }

    @Test
    void anEntryTellsWhatIsKnownOfIt() {
        assertThat(json("/v1/stats/entries?sort=size&size=1")
                        .path("entries")
                        .path(0)
                        .toString())
                .isEqualTo("{\"cache\":\"right\",\"key\":\"big\",\"operation\":\"\",\"hits\":0,\"misses\":1,"
                        + "\"tokensSaved\":0,\"size\":5000,\"since\":\"2026-06-05T10:00:00Z\","
                        + "\"lastAccess\":\"2026-06-05T10:00:00Z\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "daily | Daily",
                "daily?operation=quiz | Daily",
                "summary?cache=left | Summary",
                "operations | Operations",
                "entries | Entries",
                "entries?sort=luck | Problem"
            })
    void answersAreWhatTheOpenApiDocumentSays(String call, String schema) throws IOException {
        try (InputStream document = QueriesIT.class.getResourceAsStream("/dev/freshet/openapi/statistics.yaml")) {
            Map<String, Object> openApi = new Yaml().load(document);
            String wanted = JsonMapper.shared()
                    .writeValueAsString(Map.of(
                            "$schema",
                            "https://json-schema.org/draft/2020-12/schema",
                            "$ref",
                            "#/components/schemas/" + schema,
                            "components",
                            Objects.requireNonNull(openApi.get("components"))));

            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(wanted)
                            .validate(Scene.get(context, "/v1/stats/" + call).body(), InputFormat.JSON))
                    .isEmpty();
        }
    }

    @Test
    void everyCallAlsoAnswersInCsv() {
        HttpResponse<String> operations = Scene.get(context, "/v1/stats/operations?format=csv&cache=left");
        assertThat(operations.headers().firstValue("Content-Type")).contains("text/csv;charset=UTF-8");
        assertThat(operations.body().lines())
                .satisfiesExactly(
                        header -> assertThat(header)
                                .startsWith("cache,operation,totalRequests,cacheHits,cacheMisses,hitRate,tokensSaved")
                                .contains(",missesByReason.absent,"),
                        quiz -> assertThat(quiz).startsWith("left,quiz,6,5,1,"),
                        sum -> assertThat(sum).startsWith("left,\"sum, \"\"up\"\"\",1,1,0,1.0,7,"));
        assertThat(Scene.get(context, "/v1/stats/daily?format=csv&to=2026-06-10")
                        .body()
                        .lines())
                .extracting(line -> line.substring(0, line.indexOf(',', line.indexOf(',') + 1)))
                .containsExactly("date,totalRequests", "2026-06-05,1", "2026-06-09,1", "2026-06-10,2");
        assertThat(Scene.get(context, "/v1/stats/summary?format=csv").body().lines())
                .hasSize(2);
        assertThat(Scene.get(context, "/v1/stats/entries?format=csv&from=2026-02-01&to=2026-02-01")
                        .body())
                .isEqualTo("cache,key,operation,hits,misses,tokensSaved,size,since,lastAccess\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "summary?from=2026-02-01&to=2026-01-31, from",
        "summary?operation=cooking, operation",
        "operations?size=0, size",
        "operations?size=1001, size",
        "operations?size=999999999999, size",
        "operations?page=-1, page",
        "operations?page=100000, page",
        "entries?size=many, size",
        "entries?from=2026-02-30, from",
        "entries?sort=hits;%20DROP%20TABLE%20freshet.gap, sort",
        "entries?sort=luck, sort",
        "entries?operation=quiz'--, operation",
        "entries?cache=%27%20OR%201=1, cache",
        "entries?format=xml, format",
        "daily?form=2026-01-01, form",
        "daily?page=1, page",
        "summary?size=1, size",
        "operations?sort=hits, sort",
        "entries?offset=3, offset"
    })
    void blamesTheParameterThatMakesNoSense(String query, String parameter) {
        HttpResponse<String> response = Scene.get(context, "/v1/stats/" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(JsonMapper.shared()
                        .readTree(response.body())
                        .path("parameter")
                        .asString())
                .isEqualTo(parameter);
    }

    private static String named(JsonNode operation) {
        return operation.path("cache").asString() + "/"
                + operation.path("operation").asString();
    }

    private static void send(String key, Access access) {
        scene.send(scene.topics().accesses(), key, access);
    }

    private static JsonNode json(String path) {
        HttpResponse<String> response = Scene.get(context, path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }
}
