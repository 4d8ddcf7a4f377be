package dev.freshet.cache;

import static dev.freshet.cache.Answer.Origin.COMPUTED;
import static dev.freshet.cache.Answer.Origin.POSTGRES;
import static dev.freshet.cache.Answer.Origin.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.cache.protocol.Bound;
import dev.freshet.cache.rows.RowsDefinition;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Caches that are not the lectures': in Redis alone, and with rows that only their fences check. */
class OtherCachesIT {

    private final Stage stage = new Stage();
    private final String entryKey = "picks:" + UUID.randomUUID();

    @BeforeEach
    void begin() {
        stage.run("CREATE TABLE IF NOT EXISTS public.picks (name text PRIMARY KEY, answer jsonb, fences jsonb)");
        stage.grantLease();
    }

    @AfterEach
    void end() {
        stage.close();
    }

    private static Answer ask(AnswerCache cache, Question question) {
        return cache.answer(question, source -> "content", content -> Computed.of(content, 0));
    }

    @Test
    void aCacheInRedisAloneFallsWithATagAndWithItsKey() {
        AnswerCache cache = stage.readSide().cache(new CacheDefinition("picks", null));
        Question question = Question.of(entryKey, List.of("universe:1"));
        for (String tag : List.of("universe:1", "key:" + entryKey)) {
            assertThat(ask(cache, question).origin()).isEqualTo(COMPUTED);
            assertThat(ask(cache, question).origin()).isEqualTo(REDIS);
            cache.invalidate(List.of(tag));
        }
        assertThat(ask(cache, question).origin()).isEqualTo(COMPUTED);
    }

    @Test
    void aRowThatHasExpiredIsNoneAndItsKeyLivesNoLonger() {
        stage.run("ALTER TABLE public.picks ADD COLUMN IF NOT EXISTS expires_at timestamptz");
        RowsDefinition rows = new RowsDefinition(
                        "public.picks", "name", "answer", null, null, "fences", Map.of(), Map.of())
                .expiring("expires_at");
        AnswerCache cache = stage.readSide().cache(new CacheDefinition("picks", rows));
        Question question =
                new Question(null, entryKey, entryKey, List.of("universe:1"), Map.of("name", entryKey), Bound.LEASE);
        assertThat(ask(cache, question).origin()).isEqualTo(COMPUTED);

        stage.run("UPDATE public.picks SET expires_at = now() + interval '1 minute' WHERE name = ?", entryKey);
        stage.redis().del(entryKey);
        assertThat(ask(cache, question).origin()).isEqualTo(POSTGRES);
        await().until(() -> stage.redis().exists(entryKey) == 1);
        assertThat(stage.redis().pttl(entryKey)).isBetween(1L, 60_000L);

        for (String never : List.of("NULL", "'infinity'")) {
            stage.run("UPDATE public.picks SET expires_at = " + never + " WHERE name = ?", entryKey);
            stage.redis().del(entryKey);
            assertThat(ask(cache, question).origin()).isEqualTo(POSTGRES);
            await().until(() -> stage.redis().exists(entryKey) == 1); // so that this refill is not the next one's
        }

        stage.run("UPDATE public.picks SET expires_at = now() WHERE name = ?", entryKey);
        stage.redis().del(entryKey);
        assertThat(ask(cache, question).origin()).isEqualTo(COMPUTED);
    }

    @Test
    void aKeyThatIsStoredWithItsRowLivesNoLongerThanThat() {
        stage.run("ALTER TABLE public.picks ADD COLUMN IF NOT EXISTS expires_at timestamptz");
        RowsDefinition rows = new RowsDefinition(
                        "public.picks",
                        "name",
                        "answer",
                        null,
                        null,
                        "fences",
                        Map.of(),
                        Map.of("expires_at", "now() + interval '1 minute'"))
                .expiring("expires_at");
        AnswerCache cache = stage.readSide().cache(new CacheDefinition("picks", rows));
        Question question =
                new Question(null, entryKey, entryKey, List.of("universe:1"), Map.of("name", entryKey), Bound.LEASE);

        assertThat(ask(cache, question).origin()).isEqualTo(COMPUTED);
        assertThat(ask(cache, question).origin()).isEqualTo(REDIS);
        assertThat(stage.redis().pttl(entryKey)).isBetween(1L, 60_000L);
    }

    @Test
    void rowsThatHoldTheirFencesAnswerOnlyWhileTheseAndTheLeaseStand() {
        RowsDefinition rows =
                new RowsDefinition("public.picks", "name", "answer", null, null, "fences", Map.of(), Map.of());
        AnswerCache cache = stage.readSide().cache(new CacheDefinition("picks", rows));
        Question question =
                new Question(null, entryKey, entryKey, List.of("universe:1"), Map.of("name", entryKey), Bound.LEASE);

        assertThat(ask(cache, question).origin()).isEqualTo(COMPUTED);
        stage.redis().del(entryKey);
        assertThat(ask(cache, question).origin()).isEqualTo(POSTGRES);

        stage.redis().del(entryKey);
        stage.revokeLease();
        assertThat(ask(cache, question).origin()).isEqualTo(COMPUTED);

        stage.grantLease();
        stage.redis().del(entryKey);
        cache.invalidate(List.of("universe:1"));
        assertThat(ask(cache, question).origin()).isEqualTo(COMPUTED);
        assertThat(ask(cache, question).origin()).isEqualTo(REDIS);
    }

    @ParameterizedTest
    @CsvSource({"uuid, 0f8fad5b-d9cb-469f-a165-70867728950e", "integer, 7", "bigint, 5000000000", "char(4), ab"})
    void aRowIsFoundByAKeyOfItsColumnsType(String type, String name) {
        stage.run("DROP TABLE IF EXISTS public.typed");
        stage.run("CREATE TABLE public.typed (name " + type + " PRIMARY KEY, answer jsonb, fences jsonb)");
        RowsDefinition rows =
                new RowsDefinition("public.typed", "name", "answer", null, null, "fences", Map.of(), Map.of());
        AnswerCache cache = stage.readSide().cache(new CacheDefinition("typed", rows));
        Question question =
                new Question(null, name, entryKey, List.of("universe:1"), Map.of("name", name), Bound.LEASE);
        assertThat(ask(cache, question).origin()).isEqualTo(COMPUTED);

        stage.redis().del(entryKey);

        assertThat(ask(cache, question).origin()).isEqualTo(POSTGRES);
    }
}
