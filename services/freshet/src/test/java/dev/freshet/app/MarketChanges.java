package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changes of the market pack's tables take along, whichever packs there are besides. */
interface MarketChanges {

    List<String> KEYS = List.of(
            "top_picks:crypto:swing",
            "top_picks:crypto:day",
            "top_picks:stocks:swing",
            "lock:top_picks:crypto:swing",
            "dashboard:overview:intraday",
            "dashboard:overview:performance:7d",
            "scalping:monitor:last",
            "portfolio:monitor:positions:last",
            "portfolio:monitor:watchlist:last",
            "top_picks:monitor:positions:last",
            "sr:levels:BTC:1h",
            "sr:levels:ETH:1d");

    PackedRun run();

    @BeforeEach
    default void fillMarket() throws Exception {
        run().execute("DELETE FROM public.quantum_api_cache; DELETE FROM public.top_picks_runs;"
                + " DELETE FROM public.dashboard_performance; DELETE FROM public.portfolio_snapshots;"
                + " DELETE FROM public.top_picks_position_snapshots; DELETE FROM public.ai_recommendations;"
                + " DELETE FROM public.llm_requests");
        run().execute(
                        """
                INSERT INTO public.top_picks_runs (universe, mode) VALUES ('crypto', 'swing');
                INSERT INTO public.dashboard_performance DEFAULT VALUES;
                INSERT INTO public.portfolio_snapshots DEFAULT VALUES;
                INSERT INTO public.top_picks_position_snapshots DEFAULT VALUES;
                INSERT INTO public.ai_recommendations (symbol) VALUES ('BTC');
                INSERT INTO public.llm_requests (provider) VALUES ('openai')""");
        run().settle();
        run().execute(
                        """
                INSERT INTO public.quantum_api_cache (symbol, cache_type, data) VALUES
                    ('BTC', 'market', '{}'), ('BTC', 'technical_analysis', '{}'), ('ETH', 'market', '{}')""");
        KEYS.forEach(key -> run().redis().set(key, "{}"));
    }

    @Test
    default void aRunTakesTheKeyOfItsUniverseAndMode() throws Exception {
        run().removes(
                        "INSERT INTO public.top_picks_runs (universe, mode) VALUES ('crypto', 'day')",
                        "key top_picks:crypto:day");
        run().removes(
                        "UPDATE public.top_picks_runs SET picks = '[1]' WHERE mode = 'swing'",
                        "key top_picks:crypto:swing");
    }

    @Test
    default void aRunThatWasOfAnotherUniverseTakesBothKeys() throws Exception {
        run().removes(
                        "UPDATE public.top_picks_runs SET universe = 'stocks'",
                        "key top_picks:crypto:swing",
                        "key top_picks:stocks:swing");
    }

    @Test
    default void aRunThatGoesTakesItsKeyAlong() throws Exception {
        run().removes("DELETE FROM public.top_picks_runs", "key top_picks:crypto:swing");
    }

    @Test
    default void theDashboardTakesBothItsKeys() throws Exception {
        String[] both = {"key dashboard:overview:intraday", "key dashboard:overview:performance:7d"};
        run().removes("INSERT INTO public.dashboard_performance DEFAULT VALUES", both);
        run().refill(both);
        run().removes("UPDATE public.dashboard_performance SET performance = '{\"day\": 1}'", both);
        run().refill(both);
        run().removes("DELETE FROM public.dashboard_performance", both);
    }

    @Test
    default void thePortfolioTakesBothItsKeys() throws Exception {
        String[] both = {"key portfolio:monitor:positions:last", "key portfolio:monitor:watchlist:last"};
        run().removes("INSERT INTO public.portfolio_snapshots DEFAULT VALUES", both);
        run().refill(both);
        run().removes("UPDATE public.portfolio_snapshots SET positions = '[1]'", both);
        run().refill(both);
        run().removes("DELETE FROM public.portfolio_snapshots", both);
    }

    @Test
    default void thePositionsInTopPicksTakeTheirKey() throws Exception {
        String key = "key top_picks:monitor:positions:last";
        run().removes("INSERT INTO public.top_picks_position_snapshots DEFAULT VALUES", key);
        run().refill(key);
        run().removes("UPDATE public.top_picks_position_snapshots SET positions = '[1]'", key);
        run().refill(key);
        run().removes("DELETE FROM public.top_picks_position_snapshots", key);
    }

    @Test
    default void recommendationsAndRequestsTakeNothing() throws Exception {
        Map<String, String> before = run().epochs();
        for (String table : List.of("public.ai_recommendations", "public.llm_requests")) {
            run().removes("INSERT INTO " + table + " DEFAULT VALUES");
            run().removes("UPDATE " + table + " SET created_at = now()");
            run().removes("DELETE FROM " + table);
            run().removes("TRUNCATE " + table);
        }
        assertThat(run().epochs()).isEqualTo(before);
    }

    @Test
    default void truncatedHistoryMakesItsCachesAMissAndNoOthers() throws Exception {
        run().truncates("public.top_picks_runs", "top-picks");
        run().truncates("public.dashboard_performance", "dashboard-intraday", "dashboard-performance");
        run().truncates("public.portfolio_snapshots", "portfolio-positions", "portfolio-watchlist");
        run().truncates("public.top_picks_position_snapshots", "top-picks-positions");
    }

    @Test
    default void marketDataGoesByHand() throws Exception {
        run().invalidate("{\"cache\": \"quantum-api\", \"tag\": \"symbol:BTC\", \"reason\": \"a bad quote\"}");
        await().atMost(PackedRun.SOON)
                .until(() -> !run().entries().contains("row BTC:market")
                        && !run().entries().contains("row BTC:technical_analysis"));
        assertThat(run().entries()).contains("row ETH:market", "key sr:levels:BTC:1h");

        run().invalidate("{\"cache\": \"levels\", \"key\": \"sr:levels:BTC:1h\", \"reason\": \"recalculated\"}");
        await().atMost(PackedRun.SOON).until(() -> !run().entries().contains("key sr:levels:BTC:1h"));
        assertThat(run().entries()).contains("key sr:levels:ETH:1d", "key scalping:monitor:last");
    }

    @Test
    default void expiredMarketDataGoesAndNothingElse() throws Exception {
        run().execute("UPDATE public.quantum_api_cache SET expires_at = now() WHERE cache_type = 'technical_analysis'");

        run().removes("SELECT public.cleanup_expired_quantum_cache()", "row BTC:technical_analysis");
    }
}
