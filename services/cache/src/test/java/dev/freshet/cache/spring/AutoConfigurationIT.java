package dev.freshet.cache.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.cache.Answer;
import dev.freshet.cache.Computed;
import dev.freshet.cache.LectureCache;
import dev.freshet.cache.ReadSide;
import dev.freshet.cache.guards.LoadRefusedException;
import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import dev.freshet.migration.Migrations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutoConfigurationIT {

    private final HikariDataSource database = new HikariDataSource();
    private final UUID lecture = UUID.randomUUID();
    private ApplicationContextRunner application = new ApplicationContextRunner();

    @BeforeAll
    void start() {
        Servers servers = TestServers.shared();
        String name = "spring_" + UUID.randomUUID().toString().replace("-", "");
        servers.createDatabase(name);
        database.setJdbcUrl(servers.jdbcUrl(name));
        database.setUsername(servers.user());
        database.setPassword(servers.password());
        new Migrations(database, List.of("lectures"), true).migrate();
        new JdbcTemplate(database)
                .update("INSERT INTO public.lectures (id, title, content) VALUES (?, 'title', 'one')", lecture);
        application = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ReadSideAutoConfiguration.class))
                .withBean(DataSource.class, () -> database, definition -> definition.setDestroyMethodName(""))
                .withPropertyValues("freshet-cache.key-prefix={test-" + UUID.randomUUID() + "}");
    }

    @AfterAll
    void stop() {
        database.close();
    }

    private ApplicationContextRunner withRedis() {
        return application.withPropertyValues(
                "freshet-cache.redis-uri=" + TestServers.shared().redisUri());
    }

    @Test
    void withoutARedisThereIsNoReadSide() {
        application.run(context -> assertThat(context).doesNotHaveBean(ReadSide.class));
    }

    @Test
    void repositoriesOfTheApplicationJoinTheReadStep() {
        withRedis()
                .withBean(PlatformTransactionManager.class, () -> new JdbcTransactionManager(database))
                .run(context -> {
                    JdbcTemplate repository = new JdbcTemplate(database);
                    Answer answer = ask(context.getBean(LectureCache.class), repository);

                    assertThat(answer.as(String[].class)).containsExactly("repeatable read", "on", "one");
                    assertThat(ask(context.getBean(LectureCache.class), repository)
                                    .origin())
                            .isEqualTo(Answer.Origin.POSTGRES);
                });
    }

    @Test
    void refusesToGuessWhichTransactionsTheRepositoriesUse() {
        withRedis()
                .withBean("one", PlatformTransactionManager.class, () -> new JdbcTransactionManager(database))
                .withBean("other", PlatformTransactionManager.class, () -> new JdbcTransactionManager(database))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("several transaction managers")
                        .hasMessageContaining("@Primary"));
    }

    private Answer ask(LectureCache cache, JdbcTemplate repository) {
        return cache.answer(
                "quiz",
                List.of(lecture),
                Map.of(),
                source -> List.of(
                        text(repository, "SHOW transaction_isolation"),
                        text(repository, "SHOW transaction_read_only"),
                        text(repository, "SELECT content FROM public.lectures WHERE id = '" + lecture + "'")),
                content -> Computed.of(content, 1));
    }

    private static String text(JdbcTemplate repository, String sql) {
        return String.valueOf(repository.queryForObject(sql, String.class));
    }

    @Test
    void guardsAreConfiguredByOperation() {
        withRedis()
                .withPropertyValues(
                        "freshet-cache.providers.model.requests=1",
                        "freshet-cache.providers.model.period=1d",
                        "freshet-cache.operations.summary.provider=model")
                .run(context -> {
                    LectureCache cache = context.getBean(LectureCache.class);
                    cache.answer("summary", List.of(lecture), Map.of("n", 1), source -> 1, one -> Computed.of(one, 1));

                    assertThatThrownBy(() -> cache.answer(
                                    "summary",
                                    List.of(lecture),
                                    Map.of("n", 2),
                                    source -> 1,
                                    one -> Computed.of(one, 1)))
                            .isInstanceOf(LoadRefusedException.class)
                            .hasMessageContaining("model");
                });
    }

    private ApplicationContextRunner withTheMarket() {
        return withRedis()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues("spring.config.import=classpath:dev/freshet/packs/market/read-side.yaml");
    }

    @Test
    void theMarketPackBringsLimitsAndLives() {
        withTheMarket().run(context -> {
            CacheSettings settings = context.getBean(CacheSettings.class);

            Map<String, String> rates = new TreeMap<>();
            settings.providers()
                    .forEach((name, rate) -> rates.put(
                            name, rate.rate().requests() + " in " + rate.rate().period()));
            assertThat(rates)
                    .containsExactly(
                            entry("blockchain-com", "100 in PT1M"),
                            entry("coingecko", "50 in PT1M"),
                            entry("coinmarketcap", "333 in PT1M"),
                            entry("gemini", "60 in PT1M"),
                            entry("kraken", "15 in PT1S"),
                            entry("lunarcrush", "100 in PT24H"),
                            entry("openai", "1000 in PT1M"));
            Map<String, Duration> lives = new TreeMap<>();
            settings.operations()
                    .forEach((name, operation) ->
                            lives.put(name, operation.policy().life()));
            assertThat(lives)
                    .containsExactly(
                            entry("dashboard-intraday", Duration.ofMinutes(15)),
                            entry("dashboard-performance", Duration.ofHours(24)),
                            entry("levels-1d", Duration.ofDays(1)),
                            entry("levels-1h", Duration.ofHours(1)),
                            entry("levels-1w", Duration.ofDays(7)),
                            entry("levels-4h", Duration.ofHours(4)),
                            entry("scalping-monitor", Duration.ofMinutes(10)));
        });
    }

    @Test
    void aProviderOfTheMarketIsAskedNoMoreThanItAllows() {
        withTheMarket()
                .withPropertyValues("freshet-cache.operations.summary.provider=lunarcrush")
                .run(context -> {
                    LectureCache cache = context.getBean(LectureCache.class);
                    for (int n = 1; n <= 100; n++) {
                        Map<String, Integer> params = Map.of("of the market", n);
                        cache.answer("summary", List.of(lecture), params, source -> 1, one -> Computed.of(one, 1));
                    }

                    assertThatThrownBy(() -> cache.answer(
                                    "summary",
                                    List.of(lecture),
                                    Map.of("of the market", 101),
                                    source -> 1,
                                    one -> Computed.of(one, 1)))
                            .isInstanceOf(LoadRefusedException.class)
                            .hasMessageContaining("lunarcrush allows 100 per PT24H");
                });
    }
}
