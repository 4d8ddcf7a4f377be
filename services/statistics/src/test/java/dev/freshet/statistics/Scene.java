package dev.freshet.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import dev.freshet.events.EventJson;
import dev.freshet.events.Topics;
import dev.freshet.migration.Migrations;
import dev.freshet.migration.Pack;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.RulesFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database and topics of its own on the shared servers, and applications that run the role on them. */
public final class Scene implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Servers servers = TestServers.shared();
    private final String database = "stats_" + UUID.randomUUID().toString().replace("-", "");
    private final Topics topics = new Topics(database);
    private final List<ConfigurableApplicationContext> running = new ArrayList<>();
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()));
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of(
                    "bootstrap.servers",
                    servers.bootstrapServers(),
                    "linger.ms",
                    5,
                    "max.in.flight.requests.per.connection",
                    1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private final JdbcTemplate jdbc;
    private final int partitions;
    private final List<String> packs;

    public Scene(int partitions, String... packs) {
        this.partitions = partitions;
        servers.createDatabase(database);
        var source = new DriverManagerDataSource(servers.jdbcUrl(database), servers.user(), servers.password());
        jdbc = new JdbcTemplate(source);
        this.packs = List.of(packs);
        new Migrations(source, this.packs, packs.length > 0).migrate();
        createTopics(partitions, topics.accesses(), topics.invalidations(), topics.deadLetters());
    }

    /** The role as the launcher runs it. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(StatisticsConfiguration.class)
    static class Application {}

    /** The rules of the packs. */
    public RuleSet rules() {
        return RuleSet.merge(packs.stream()
                .map(pack -> RulesFile.read(pack, Objects.requireNonNull(new Pack(pack).rules())))
                .toList());
    }

    /** Starts the role on a free port. */
    public ConfigurableApplicationContext start(String... settings) {
        return start(Clock.systemUTC(), settings);
    }

    public ConfigurableApplicationContext start(Clock clock, String... settings) {
        return start(clock, beans -> {}, settings);
    }

    /** With beans of the test's own. */
    public ConfigurableApplicationContext start(
            Clock clock, Consumer<GenericApplicationContext> more, String... settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.port", 0);
        properties.put("spring.datasource.url", servers.jdbcUrl(database));
        properties.put("spring.datasource.username", servers.user());
        properties.put("spring.datasource.password", servers.password());
        properties.put("spring.datasource.hikari.maximum-pool-size", 4);
        properties.put("spring.datasource.hikari.connection-timeout", 1000);
        properties.put("spring.kafka.bootstrap-servers", servers.bootstrapServers());
        properties.put("freshet.statistics.retention.daily", "36500d");
        properties.put("freshet.statistics.retention.detail", "36500d");
        properties.put("spring.main.banner-mode", "off");
        properties.put("management.endpoint.health.show-details", "always");
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            properties.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .initializers((GenericApplicationContext beans) -> {
                    beans.registerBean(Topics.class, () -> topics);
                    beans.registerBean(Clock.class, () -> clock);
                    beans.registerBean(RuleSet.class, this::rules);
                    more.accept(beans);
                })
                .properties(properties)
                .run();
        running.add(context);
        return context;
    }

    public void stop(ConfigurableApplicationContext context) {
        running.remove(context);
        context.close();
    }

    public Topics topics() {
        return topics;
    }

    public DataSource dataSource() {
        return Objects.requireNonNull(jdbc.getDataSource());
    }

    public JdbcTemplate jdbc() {
        return jdbc;
    }

    /** What a query finds, a text for each row. */
    public List<String> rows(String sql) {
        return jdbc.queryForList(sql).stream()
                .map(row -> String.join(
                        "|", row.values().stream().map(String::valueOf).toList()))
                .toList();
    }

    /** What the role answers. */
    public static HttpResponse<String> get(ConfigurableApplicationContext context, String path) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        return get(HttpClient.newHttpClient().sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    public Admin admin() {
        return admin;
    }

    public Servers servers() {
        return servers;
    }

    public String database() {
        return database;
    }

    /** Returns when they can be written to: what is sent too early can come back for ever as out of order. */
    public void createTopics(int partitions, String... names) {
        get(admin.createTopics(List.of(names).stream()
                        .map(name -> new NewTopic(name, partitions, (short) 1))
                        .toList())
                .all()
                .toCompletionStage()
                .toCompletableFuture());
        await().atMost(LONG).ignoreExceptions().until(() -> {
            List.of(names).forEach(this::ends);
            return true;
        });
    }

    /** Sends an event and does not wait. */
    public void send(String topic, @Nullable String key, Object event) {
        sendRaw(topic, key, EventJson.write(event));
    }

    public void sendRaw(String topic, @Nullable String key, byte @Nullable [] value) {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        sent.add(producer.send(new ProducerRecord<>(topic, bytes, value)));
    }

    /** Sends to one partition and waits until it is there. */
    public RecordMetadata put(String topic, int partition, byte @Nullable [] value) {
        return get(producer.send(new ProducerRecord<>(topic, partition, null, value)));
    }

    /** As it was written at some time. */
    public void putAt(Instant written, String topic, int partition, String key, Object event) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        get(producer.send(
                new ProducerRecord<>(topic, partition, written.toEpochMilli(), bytes, EventJson.write(event))));
    }

    /** Waits until all that was sent is in its topic. */
    public void flush() {
        producer.flush();
        sent.forEach(Scene::get);
        sent.clear();
    }

    /** Waits until every record that is in the topic now has been counted. */
    public void awaitCounted(String consumer, String topic) {
        awaitCounted(consumer, topic, LONG);
    }

    public void awaitCounted(String consumer, String topic, Duration atMost) {
        flush();
        long end = ends(topic).values().stream().mapToLong(Long::longValue).sum();
        await().atMost(atMost)
                .untilAsserted(
                        () -> assertThat(position(consumer, topic)).as(consumer).isEqualTo(end));
    }

    public long position(String consumer, String topic) {
        Long sum = jdbc.queryForObject(
                "SELECT coalesce(sum(next_offset), 0) FROM freshet.consumer_position WHERE consumer = ? AND topic = ?",
                Long.class,
                consumer,
                topic);
        return sum == null ? 0 : sum;
    }

    public Map<TopicPartition, Long> ends(String topic) {
        Map<TopicPartition, OffsetSpec> wanted = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(wanted).all().toCompletionStage().toCompletableFuture())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** All that lies in a topic now. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Map<TopicPartition, Long> ends = ends(topic);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            await().atMost(LONG).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
            return found;
        }
    }

    public KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers.bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        running.forEach(ConfigurableApplicationContext::close);
        producer.close();
        admin.close();
    }
}
