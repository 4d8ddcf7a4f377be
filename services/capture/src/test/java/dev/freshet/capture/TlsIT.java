package dev.freshet.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.TestCertificates;
import dev.freshet.embedded.TlsServers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The connections that Debezium opens by itself: they are as safe as those of the application. */
class TlsIT {

    private static final String RULES =
            """
            caches:
              answers: {keys: "answer:{id}"}
            sources:
              public.items:
                stale: [{cache: answers, key: "answer:{id}"}]
            """;
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    private static Path folder;

    private static TlsServers servers;
    private static TestCertificates stranger;

    private CaptureRig rig;

    @BeforeAll
    static void startServers() {
        servers = TlsServers.start(folder.resolve("tls"));
        stranger = TestCertificates.in(folder.resolve("stranger"));
    }

    @AfterAll
    static void stopServers() {
        servers.close();
    }

    @BeforeEach
    void start() {
        rig = new CaptureRig(servers.plain(), RULES, "create table public.items (id int primary key)");
        // what the application reads and checks first takes the plain way
        rig.with("spring.datasource.hikari.jdbc-url", servers.plain().jdbcUrl(rig.slot()));
        rig.with("spring.datasource.hikari.username", servers.plain().user());
        rig.with("spring.datasource.hikari.password", servers.plain().password());
        rig.with("spring.datasource.username", TlsServers.USER);
        rig.with("spring.datasource.password", TlsServers.PASSWORD);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void theEngineStreamsOverTlsWithItsCertificate() {
        rig.with("spring.datasource.url", url("localhost", servers.authority()));

        rig.start();

        assertThat(rig.database()
                        .sql(
                                "select s.ssl::text || s.client_dn from pg_stat_replication r join pg_stat_ssl s using (pid)"
                                        + " join pg_replication_slots p on p.active_pid = r.pid where p.slot_name = ?")
                        .param(rig.slot())
                        .query(String.class)
                        .single())
                .isEqualTo("true/CN=" + TlsServers.USER);
    }

    @Test
    void theEngineRefusesAServerOfAnotherAuthority() {
        rig.with("spring.datasource.url", url("localhost", stranger));

        assertThat(failure(rig.start(rig.rules()))).contains("unable to find valid certification path");
    }

    @Test
    void theEngineRefusesAServerOfAnotherName() {
        rig.with("spring.datasource.url", url("127.0.0.1", servers.authority()));

        assertThat(failure(rig.start(rig.rules()))).contains("127.0.0.1", "could not be verified");
    }

    @Test
    void thePositionIsKeptOverTlsByAnSslBundle() {
        bundle(servers.authority());
        rig.with("spring.datasource.url", url("localhost", servers.authority()));

        rig.start();
        rig.sql("insert into public.items values (1)");

        try (TopicReader topics = rig.reader()) {
            topics.first(rig.topics().captureOffsets(), message -> true);
        }
    }

    @Test
    void thePositionIsNotKeptOnABrokerOfAnotherAuthority() {
        bundle(stranger);
        rig.with("spring.datasource.url", url("localhost", servers.authority()));

        assertThat(failure(rig.start(rig.rules()))).contains("unable to find valid certification path");
    }

    private void bundle(TestCertificates trusted) {
        rig.with("spring.kafka.bootstrap-servers", servers.bootstrapServers("localhost"))
                .with("spring.kafka.security.protocol", "SSL")
                .with("spring.kafka.ssl.bundle", "servers")
                .with("spring.ssl.bundle.pem.servers.truststore.certificate", "file:" + trusted.authority())
                .with(
                        "spring.ssl.bundle.pem.servers.keystore.certificate",
                        "file:" + servers.client().certificate())
                .with(
                        "spring.ssl.bundle.pem.servers.keystore.private-key",
                        "file:" + servers.client().key());
    }

    private String url(String host, TestCertificates trusted) {
        return servers.jdbcUrl(host, rig.slot()) + "?sslmode=verify-full&sslrootcert=" + trusted.authority()
                + "&sslcert=" + servers.client().certificate() + "&sslkey="
                + servers.client().keyDer();
    }

    private static String failure(ConfigurableApplicationContext context) {
        CaptureStatus status = context.getBean(CaptureStatus.class);
        await().atMost(SOON).until(() -> status.current().state() == CaptureState.FAILED);
        return String.valueOf(status.current().reason());
    }
}
