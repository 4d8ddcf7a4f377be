package dev.freshet.app;

import static dev.freshet.cache.Answer.Origin.COMPUTED;
import static dev.freshet.cache.Answer.Origin.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.cache.Answer;
import dev.freshet.cache.AnswerCache;
import dev.freshet.cache.CacheDefinition;
import dev.freshet.cache.Computed;
import dev.freshet.cache.Question;
import dev.freshet.cache.ReadSide;
import dev.freshet.cache.redis.RedisLink;
import dev.freshet.migration.Pack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application gives a pack's cache a source of its own. In the pack itself no table makes the quotes in
 * {@code quantum_api_cache} stale; here those that were made of recommendations are.
 */
class OwnSourceIT {

    private static final String SOURCE =
            """
              public.ai_recommendations:
                on: [insert]
                stale: [{cache: quantum-api, tag: "symbol:{symbol}"}]
            """;

    @TempDir
    private Path folder;

    private PackedRun run;
    private HikariDataSource primary;
    private ReadSide readSide;
    private AnswerCache quotes;

    @BeforeEach
    void start() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), new Pack("market").rules() + SOURCE);
        run = new PackedRun(folder.resolve("state"), List.of("market"), "--freshet.rules=" + rules);
        primary = run.primary();
        readSide = ReadSide.over(RedisLink.to(run.freshet().redis(), Duration.ofSeconds(1)), primary)
                .build();
        quotes = readSide.cache(new CacheDefinition("quantum-api", PackCachesIT.QUOTES));
    }

    @AfterEach
    void stop() throws Exception {
        readSide.close();
        primary.close();
        run.close();
    }

    private interface Meanwhile {
        void happens() throws Exception;
    }

    /** How many recommendations there are; something happens between reading and the end. */
    private Answer ask(Question question, Meanwhile meanwhile) {
        return quotes.answer(
                question,
                source -> {
                    try (ResultSet row = source.connection()
                            .createStatement()
                            .executeQuery("SELECT count(*) FROM public.ai_recommendations")) {
                        row.next();
                        return row.getString(1);
                    }
                },
                content -> {
                    meanwhile.happens();
                    return Computed.of(content, 0);
                });
    }

    private Answer ask(Question question) {
        return ask(question, () -> {});
    }

    @Test
    void aSlowQuoteThatLosesAgainstItsSourceIsNotServed() throws Exception {
        Question question = PackCachesIT.quote("BTC", "market");
        Question other = PackCachesIT.quote("ETH", "market");
        run.settle();
        ask(other);

        Answer slow = ask(question, () -> {
            run.execute("INSERT INTO public.ai_recommendations (symbol) VALUES ('BTC')");
            run.settle();
        });

        assertThat(slow.json()).isEqualTo("\"0\"");
        assertThat(run.entries()).as("kept, and not served").contains("row BTC:market");
        assertThat(quotes.lookUp(question).answer()).isNull();
        Answer next = ask(question);
        assertThat(next.origin()).isEqualTo(COMPUTED);
        assertThat(next.json()).isEqualTo("\"1\"");
        assertThat(ask(question).origin()).isEqualTo(POSTGRES);
        assertThat(ask(other).origin()).isEqualTo(POSTGRES);
        run.removes("INSERT INTO public.ai_recommendations (symbol) VALUES ('BTC')", "row BTC:market");
        assertThat(quotes.lookUp(question).answer()).isNull();
    }
}
