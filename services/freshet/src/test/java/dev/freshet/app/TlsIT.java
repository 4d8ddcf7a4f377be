package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.TestCertificates;
import dev.freshet.embedded.TlsServers;
import io.lettuce.core.RedisClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on servers that are reached over TLS and ask for its certificate, by settings alone. */
class TlsIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String LECTURE = "1e000000-0000-4000-8000-000000000001";

    @TempDir
    private static Path folder;

    private static TlsServers servers;
    private static TestCertificates stranger;

    @BeforeAll
    static void start() {
        servers = TlsServers.start(folder.resolve("tls"));
        stranger = TestCertificates.in(folder.resolve("stranger"));
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @Test
    void anEditedLectureTakesRowAndKeyAlongOverTls() throws Exception {
        servers.plain().createDatabase("tls_edit");
        FreshetProcess.Addresses plain = new FreshetProcess.Addresses(
                servers.plain().jdbcUrl("tls_edit"),
                servers.plain().bootstrapServers(),
                servers.plain().redisUri());
        try (FreshetProcess freshet =
                        FreshetProcess.startOn(plain, folder.resolve("edit"), new Settings("tls_edit").all());
                Connection database = freshet.connect();
                Statement statement = database.createStatement();
                RedisClient redisClient = freshet.redis()) {
            String key = text(
                    statement,
                    "SELECT cache_key FROM public.ai_response_cache WHERE '" + LECTURE
                            + "' = ANY(lecture_ids) LIMIT 1");
            var redis = redisClient.connect().sync();
            redis.set("ai:response:" + key, "{}");

            statement.execute("UPDATE public.lectures SET content = 'Short.' WHERE id = '" + LECTURE + "'");

            await().atMost(SOON)
                    .until(() -> redis.exists("ai:response:" + key) == 0
                            && text(
                                            statement,
                                            "SELECT count(*)::text FROM public.ai_response_cache WHERE cache_key = '"
                                                    + key + "'")
                                    .equals("0"));
            assertThat(freshet.output())
                    .contains("PostgreSQL  jdbc:postgresql://")
                    .doesNotContain("sslkey");
            assertThat(text(
                            statement,
                            "SELECT count(*)::text FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)"
                                    + " WHERE usename = 'secured' AND NOT ssl"))
                    .isEqualTo("0");
            assertThat(text(
                            statement,
                            "SELECT count(*)::text FROM pg_stat_replication JOIN pg_stat_ssl USING (pid) WHERE ssl"))
                    .isEqualTo("1");
        }
    }

    @Test
    void kafkaTakesKeyStoresInsteadOfABundle() {
        servers.plain().createDatabase("tls_stores");
        Settings stores = new Settings("tls_stores")
                .without("spring.kafka.ssl.bundle")
                .with("freshet.roles", "capture")
                .with(
                        "spring.kafka.ssl.trust-store-location",
                        "file:" + servers.authority().trustStore())
                .with("spring.kafka.ssl.trust-store-password", TestCertificates.PASSWORD)
                .with(
                        "spring.kafka.ssl.key-store-location",
                        "file:" + servers.client().keyStore())
                .with("spring.kafka.ssl.key-store-password", TestCertificates.PASSWORD);
        FreshetProcess.Addresses plain =
                new FreshetProcess.Addresses(servers.plain().jdbcUrl("tls_stores"), "", "");

        FreshetProcess.startOn(plain, folder.resolve("stores"), stores.all()).close();
    }

    @Test
    void refusesAPostgresOfAnotherAuthority() throws Exception {
        assertRefused(new Settings("freshet").postgres("localhost", stranger))
                .contains(
                        "PostgreSQL cannot be reached over TLS: unable to find valid certification path",
                        "sslrootcert");
    }

    @Test
    void refusesAPostgresOfAnotherName() throws Exception {
        assertRefused(new Settings("freshet").postgres("127.0.0.1", servers.authority()))
                .contains("PostgreSQL cannot be reached over TLS", "127.0.0.1", "spring.datasource.url");
    }

    @Test
    void refusesAKafkaOfAnotherAuthority() throws Exception {
        for (String create : List.of("true", "false")) {
            assertRefused(onKafka().with("freshet.topics.create", create).with("spring.kafka.ssl.bundle", "strangers"))
                    .contains(
                            "Kafka cannot be reached over TLS: unable to find valid certification path",
                            "spring.kafka.ssl.bundle");
        }
    }

    @Test
    void refusesAKafkaOfAnotherName() throws Exception {
        assertRefused(onKafka().with("spring.kafka.bootstrap-servers", servers.bootstrapServers("127.0.0.1")))
                .contains("Kafka cannot be reached over TLS", "127.0.0.1", "spring.kafka.bootstrap-servers");
    }

    @Test
    void refusesARedisOfAnotherAuthority() throws Exception {
        assertRefused(onRedis().with("freshet.redis.ssl-bundle", "strangers"))
                .contains(
                        "Redis cannot be reached over TLS: unable to find valid certification path",
                        "freshet.redis.ssl-bundle");
    }

    @Test
    void refusesARedisOfAnotherName() throws Exception {
        assertRefused(onRedis().with("freshet.redis.uri", servers.redisUri("127.0.0.1")))
                .contains("Redis cannot be reached over TLS", "127.0.0.1", "freshet.redis.uri");
    }

    @Test
    void refusesARedisBundleThatIsNotThereOrNotUsed() throws Exception {
        assertRefused(onRedis().with("freshet.redis.ssl-bundle", "nobody"))
                .contains("nobody", "spring.ssl.bundle.pem.nobody.truststore.certificate");
        assertRefused(onRedis().with("freshet.redis.uri", servers.plain().redisUri()))
                .contains("freshet.redis.ssl-bundle", "rediss://");
    }

    /** What a role that uses Redis, and is refused by nobody else, is told. */
    private static Settings onRedis() {
        return new Settings("freshet")
                .plainPostgres()
                .with("freshet.roles", "console")
                .with("freshet.topics.create", "false");
    }

    private static Settings onKafka() {
        return new Settings("freshet").plainPostgres().with("freshet.roles", "statistics");
    }

    private static AbstractStringAssert<?> assertRefused(Settings settings) throws Exception {
        List<String> all = new ArrayList<>(settings.all());
        all.addAll(List.of(
                "--freshet.servers=external", "--freshet.demo=true", "--server.port=" + FreshetProcess.freePort()));
        FreshetProcess.Finished finished = FreshetProcess.run(folder, all);
        assertThat(finished.exitCode()).as(finished.output()).isEqualTo(1);
        return assertThat(finished.output()
                        .substring(Math.max(0, finished.output().indexOf("APPLICATION FAILED"))))
                .as(finished.output());
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    /** Everything right: what a test makes wrong replaces it. */
    private static final class Settings {

        private final Map<String, String> settings = new TreeMap<>();
        private final String database;

        Settings(String database) {
            this.database = database;
            bundle("servers", servers.authority());
            bundle("strangers", stranger);
            postgres("localhost", servers.authority());
            with("spring.datasource.username", TlsServers.USER);
            with("spring.datasource.password", TlsServers.PASSWORD);
            with("spring.kafka.bootstrap-servers", servers.bootstrapServers("localhost"));
            with("spring.kafka.security.protocol", "SSL");
            with("spring.kafka.ssl.bundle", "servers");
            with("freshet.redis.uri", servers.redisUri("localhost"));
            with("freshet.redis.ssl-bundle", "servers");
            // slots belong to the whole server, topics and control keys to all databases
            with("freshet.capture.slot", database);
            with("freshet.invalidation.group", database + "-invalidation");
            with("freshet.topics.prefix", database);
            with("freshet.redis.key-prefix", "{" + database + "}");
        }

        private void bundle(String name, TestCertificates trusted) {
            String prefix = "spring.ssl.bundle.pem." + name + ".";
            with(prefix + "truststore.certificate", "file:" + trusted.authority());
            with(prefix + "keystore.certificate", "file:" + servers.client().certificate());
            with(prefix + "keystore.private-key", "file:" + servers.client().key());
        }

        Settings with(String name, String value) {
            settings.put(name, value);
            return this;
        }

        Settings without(String name) {
            settings.remove(name);
            return this;
        }

        Settings postgres(String host, TestCertificates trusted) {
            return with(
                    "spring.datasource.url",
                    servers.jdbcUrl(host, database) + "?sslmode=verify-full&sslrootcert=" + trusted.authority()
                            + "&sslcert=" + servers.client().certificate()
                            + "&sslkey=" + servers.client().keyDer());
        }

        Settings plainPostgres() {
            return with("spring.datasource.url", servers.plain().jdbcUrl(database))
                    .with("spring.datasource.username", servers.plain().user())
                    .with("spring.datasource.password", servers.plain().password());
        }

        List<String> all() {
            return settings.entrySet().stream()
                    .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                    .toList();
        }
    }
}
