package dev.freshet.capture;

import static java.util.stream.Collectors.toMap;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.Servers;
import dev.freshet.events.Topics;
import dev.freshet.migration.Migrations;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.RulesFile;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database, a topic prefix and a slot of its own, and captures on them as an application would run them. */
final class CaptureRig implements AutoCloseable {

    private final Servers servers;
    private final String name = "capture_" + UUID.randomUUID().toString().substring(0, 8);
    private final Topics topics = new Topics(name);
    private final RuleSet rules;
    private final List<ConfigurableApplicationContext> running = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();

    CaptureRig(Servers servers, String rules, String... statements) {
        this.servers = servers;
        this.rules = RulesFile.read("test.yaml", rules);
        servers.createDatabase(name);
        new Migrations(dataSource(), List.of(), false).migrate();
        for (String statement : statements) {
            sql(statement);
        }
        createTopics(this.rules);
        settings.put("spring.datasource.url", servers.jdbcUrl(name));
        settings.put("spring.datasource.username", servers.user());
        settings.put("spring.datasource.password", servers.password());
        settings.put("spring.datasource.hikari.maximum-pool-size", "4");
        settings.put("spring.kafka.bootstrap-servers", servers.bootstrapServers());
        settings.put("freshet.capture.slot", name);
        settings.put("freshet.capture.watch.interval", "200ms");
        settings.put("freshet.capture.heartbeat", "200ms");
        settings.put("freshet.capture.restart.standby", "200ms");
        settings.put("freshet.capture.restart.longest", "2s");
    }

    Topics topics() {
        return topics;
    }

    RuleSet rules() {
        return rules;
    }

    String slot() {
        return name;
    }

    Servers servers() {
        return servers;
    }

    CaptureRig with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    JdbcClient database() {
        return JdbcClient.create(dataSource());
    }

    void sql(String statement) {
        new JdbcTemplate(dataSource()).execute(statement);
    }

    DataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(servers.jdbcUrl(name));
        dataSource.setUser(servers.user());
        dataSource.setPassword(servers.password());
        return dataSource;
    }

    TopicReader reader() {
        return new TopicReader(servers.bootstrapServers(), topics.prefix() + ".");
    }

    /** Starts a capture by the rules of the rig, and waits until it streams: what is changed from now on arrives. */
    ConfigurableApplicationContext start() {
        ConfigurableApplicationContext context = start(rules);
        CaptureStatus status = context.getBean(CaptureStatus.class);
        await().atMost(Duration.ofSeconds(40))
                .until(() -> status.current().state().equals(CaptureState.STREAMING));
        return context;
    }

    ConfigurableApplicationContext start(RuleSet by) {
        createTopics(by);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .bannerMode(org.springframework.boot.Banner.Mode.OFF)
                .logStartupInfo(false)
                .initializers(it -> {
                    it.getBeanFactory().registerSingleton("topics", topics);
                    it.getBeanFactory().registerSingleton("rules", by);
                })
                .properties(settings.entrySet().stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .run();
        running.add(context);
        return context;
    }

    ConfigurableApplicationContext only() {
        return running.get(0);
    }

    /** Waits until there are as many, all of them announced. */
    void awaitGaps(int count) {
        await().atMost(Duration.ofSeconds(40))
                .until(() -> database()
                                .sql("select count(*) from freshet.gap where announced_at is not null")
                                .query(Long.class)
                                .single()
                        == count);
    }

    /** Why there were gaps, in order. */
    List<String> reasons() {
        return database()
                .sql("select reason from freshet.gap order by id")
                .query(String.class)
                .list();
    }

    void stopAll() {
        running.forEach(ConfigurableApplicationContext::close);
        running.clear();
    }

    void createTopics() {
        createTopics(rules);
    }

    private void createTopics(RuleSet by) {
        Set<String> names = new HashSet<>();
        by.sources().keySet().forEach(table -> names.add(topics.changes(table.schema(), table.table())));
        names.add(topics.commands());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
            names.removeAll(admin.listTopics().names().get());
            List<NewTopic> missing = new ArrayList<>(names.stream()
                    .map(topic -> new NewTopic(topic, 4, (short) 1))
                    .toList());
            if (!admin.listTopics().names().get().contains(topics.watermarks())) {
                missing.add(new NewTopic(topics.watermarks(), 1, (short) 1));
            }
            admin.createTopics(missing).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops all captures and leaves nothing behind that other tests would feel. */
    @Override
    public void close() {
        stopAll();
        database()
                .sql("select pg_drop_replication_slot(slot_name)::text from pg_replication_slots where slot_name = ?")
                .param(name)
                .query(String.class)
                .list();
        deleteTopics();
    }

    private void deleteTopics() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
            Set<String> names = new HashSet<>(admin.listTopics().names().get());
            names.removeIf(topic -> !topic.startsWith(topics.prefix() + "."));
            admin.deleteTopics(names).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(CaptureConfiguration.class)
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        KafkaAutoConfiguration.class,
        SslAutoConfiguration.class
    })
    static class Application {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
