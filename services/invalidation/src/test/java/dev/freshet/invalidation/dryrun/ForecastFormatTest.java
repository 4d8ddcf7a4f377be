package dev.freshet.invalidation.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastFormatTest {

    private final Forecast forecast = new Forecast(
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-01-01T01:00:00Z"),
            List.of(
                    new Forecast.Source("public.lectures", true, 1200, 3, 1),
                    new Forecast.Source("public.topics", false, 0, 0, 0)),
            List.of(
                    new Forecast.Cache(
                            "answers", false, 7L, null, 3, List.of(new Forecast.Tag("lecture:1", 1100, 7L, null))),
                    new Forecast.Cache("pages", true, 0L, 0L, 1, List.of())),
            List.of("Redis keys are not counted: refused"));

    @Test
    void asTextForPeople() {
        assertThat(ForecastFormat.TEXT.write(forecast).lines())
                .containsExactly(
                        "Changes recorded from 2026-01-01T00:00:00Z to 2026-01-01T01:00:00Z:",
                        "  public.lectures: 1,200, of which 3 make something stale",
                        "    1 of them cannot be read, and make all stale that the table feeds",
                        "  public.topics: not captured so far, so nothing is recorded",
                        "",
                        "answers: 7 rows and ? keys of those that there are now would go",
                        "    changes      rows      keys  tag",
                        "      1,100         7         ?  lecture:1",
                        "  … and 2 more; --limit lists more of them",
                        "",
                        "pages: the whole cache; 0 rows and 0 keys of those that there are now would go",
                        "  … and 1 more; --limit lists more of them",
                        "",
                        "Note: Redis keys are not counted: refused",
                        "Nothing has been touched.");
    }

    @Test
    void asJsonForPrograms() {
        assertThat(ForecastFormat.JSON.write(forecast))
                .contains("\"since\" : \"2026-01-01T00:00:00Z\"")
                .contains("\"recorded\" : false")
                .contains("\"keys\" : null")
                .contains("\"tag\" : \"lecture:1\"");
    }
}
