package dev.freshet.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator or an application asks of the market pack's tables. */
class MarketPackIT {

    private static Database database;

    @BeforeAll
    static void migrate() {
        database = Database.create();
        database.withDemo("lectures", "market").migrate();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.run("TRUNCATE public.quantum_api_cache");
    }

    @Test
    void makesWhatItPromises() {
        assertThat(database.columns("public.quantum_api_cache"))
                .containsExactly(
                        "id uuid NOT NULL DEFAULT gen_random_uuid()",
                        "symbol character varying(10) NOT NULL",
                        "cache_type character varying(50) NOT NULL",
                        "data jsonb NOT NULL",
                        "data_quality_score integer",
                        "created_at timestamp with time zone NOT NULL DEFAULT now()",
                        "expires_at timestamp with time zone",
                        "fences jsonb",
                        "cache_key text DEFAULT (((symbol)::text || ':'::text) || (cache_type)::text)");
        assertThat(database.indexes("public.quantum_api_cache"))
                .containsExactly(
                        "idx_quantum_api_cache_expires btree (expires_at)",
                        "idx_quantum_api_cache_symbol btree (symbol)",
                        "idx_quantum_api_cache_symbol_type btree (symbol, cache_type)",
                        "idx_quantum_api_cache_type btree (cache_type)",
                        "UNIQUE quantum_api_cache_key btree (cache_key)",
                        "UNIQUE quantum_api_cache_pkey btree (id)",
                        "UNIQUE quantum_api_cache_symbol_cache_type_key btree (symbol, cache_type)");
    }

    @Test
    void livesByItsType() {
        for (String type : List.of("market", "on_chain", "sentiment", "technical_analysis", "TECHNICAL")) {
            database.run("INSERT INTO public.quantum_api_cache (symbol, cache_type, data) VALUES ('BTC', '" + type
                    + "', '{}')");
        }

        assertThat(database.rows("SELECT cache_type, expires_at - created_at FROM public.quantum_api_cache ORDER BY 1"))
                .containsExactlyInAnyOrder(
                        List.of("TECHNICAL", "00:01:00"),
                        List.of("market", "00:05:00"),
                        List.of("on_chain", "00:05:00"),
                        List.of("sentiment", "00:05:00"),
                        List.of("technical_analysis", "00:01:00"));
    }

    @Test
    void expiryThatAStatementGivesIsKept() {
        database.run("INSERT INTO public.quantum_api_cache (symbol, cache_type, data, expires_at)"
                + " VALUES ('BTC', 'market', '{}', '2030-01-01 00:00+00')");

        assertThat(database.value("SELECT expires_at = '2030-01-01 00:00+00' FROM public.quantum_api_cache"))
                .isEqualTo("t");
    }

    @Test
    void refusesASecondRowAndAScoreOutOfBounds() {
        quote("BTC", 0);
        quote("ETH", 100);

        assertThatIllegalStateException().isThrownBy(() -> quote("BTC", 50)).withMessageContaining("duplicate key");
        for (int score : List.of(-1, 101)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> quote("SOL", score))
                    .withMessageContaining("data_quality_score_check");
        }
    }

    @Test
    void symbolAndTypeAreAPairThatIsUnique() {
        assertThat(database.value(
                        "SELECT count(*) FROM pg_constraint WHERE conrelid = 'public.quantum_api_cache'::regclass"
                                + " AND pg_get_constraintdef(oid) = 'UNIQUE (symbol, cache_type)'"))
                .isEqualTo("1");
    }

    @Test
    void cleanUpTakesTheExpiredOnly() {
        quote("BTC", 90);
        quote("ETH", 90);
        database.run("UPDATE public.quantum_api_cache SET expires_at = now() - interval '1 s' WHERE symbol = 'BTC'");

        assertThat(database.value("SELECT public.cleanup_expired_quantum_cache()"))
                .isEqualTo("1");
        assertThat(database.column("SELECT symbol FROM public.quantum_api_cache"))
                .containsExactly("ETH");
    }

    @Test
    void onlyUniverseAndModeHaveToBeGiven() {
        assertThat(
                        database.column(
                                """
                SELECT format('%s.%s', c.relname, a.attname)
                FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND a.attnotnull AND NOT a.atthasdef
                  AND c.relname IN ('ai_recommendations', 'llm_requests', 'top_picks_runs', 'dashboard_performance',
                                    'portfolio_snapshots', 'top_picks_position_snapshots')
                ORDER BY 1"""))
                .containsExactly("top_picks_runs.mode", "top_picks_runs.universe");
        database.run("INSERT INTO public.top_picks_runs (universe, mode) VALUES ('crypto', 'swing');"
                + "INSERT INTO public.dashboard_performance DEFAULT VALUES;"
                + "INSERT INTO public.portfolio_snapshots DEFAULT VALUES;"
                + "INSERT INTO public.top_picks_position_snapshots DEFAULT VALUES;"
                + "INSERT INTO public.ai_recommendations DEFAULT VALUES;"
                + "INSERT INTO public.llm_requests DEFAULT VALUES");
    }

    private static void quote(String symbol, int score) {
        database.run("INSERT INTO public.quantum_api_cache (symbol, cache_type, data, data_quality_score) VALUES ('"
                + symbol + "', 'market', '{}', " + score + ")");
    }
}
