package dev.freshet.console;

import dev.freshet.cache.control.ControlKeys;
import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import dev.freshet.events.Topics;
import dev.freshet.migration.Migrations;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.RulesFile;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaAdmin;

/** The console role alone, with what the launcher gives to every role. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ConsoleConfiguration.class)
public class ConsoleApplication {

    public static final Topics TOPICS = new Topics("console-it");
    public static final ControlKeys CONTROL_KEYS = new ControlKeys("{console-it}");
    /** A cache in Redis alone, besides. */
    private static final String TOP_PICKS =
            """
            caches:
              top-picks:
                keys: "top_picks:{universe}:{mode}"
            sources:
              public.top_picks_runs:
                stale: [{cache: top-picks}]
            """;

    static final String DATABASE = "console_it";

    /** Makes the database; to be called before the application starts. */
    static Servers prepared() {
        Servers servers = TestServers.shared();
        servers.createDatabase(DATABASE);
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(servers.jdbcUrl(DATABASE));
        database.setUser(servers.user());
        database.setPassword(servers.password());
        new Migrations(database, List.of("lectures"), true).migrate();
        RedisClient client = RedisClient.create(servers.redisUri());
        lease(client.connect().sync());
        client.shutdown();
        return servers;
    }

    /** Grants the lease for a minute, as the pipeline would. */
    public static void lease(RedisCommands<String, String> redis) {
        redis.psetex(CONTROL_KEYS.lease(), 60_000, "" + System.currentTimeMillis());
    }

    @Bean(destroyMethod = "shutdown")
    RedisClient redisClient() {
        return RedisClient.create(TestServers.shared().redisUri());
    }

    @Bean
    ControlKeys controlKeys() {
        return CONTROL_KEYS;
    }

    @Bean
    Topics topics() {
        return TOPICS;
    }

    @Bean
    KafkaAdmin.NewTopics newTopics() {
        return new KafkaAdmin.NewTopics(
                new NewTopic(TOPICS.commands(), 1, (short) 1), new NewTopic(TOPICS.accesses(), 1, (short) 1));
    }

    @Bean
    RuleSet rules() throws IOException {
        String file = "/dev/freshet/packs/lectures/rules.yaml";
        try (InputStream yaml = Topics.class.getResourceAsStream(file)) {
            RuleSet lectures = RulesFile.read(file, new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
            return RuleSet.merge(List.of(lectures, RulesFile.read("top-picks.yaml", TOP_PICKS)));
        }
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
