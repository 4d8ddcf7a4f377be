package dev.freshet.invalidation;

import static org.awaitility.Awaitility.await;

import dev.freshet.cache.control.ControlKeys;
import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import dev.freshet.events.ChangeHeaders;
import dev.freshet.events.Command;
import dev.freshet.events.EventJson;
import dev.freshet.events.Invalidation;
import dev.freshet.events.Topics;
import dev.freshet.events.Watermark;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.RulesFile;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Topics and Redis keys of one test's own, the invalidation role upon them, and what capture, an operator and a subscriber
 * do.
 */
final class Stage implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(30);
    static final int PARTITIONS = 2;

    final Topics topics = new Topics("t" + UUID.randomUUID().toString().replace("-", ""));
    final ControlKeys keys = new ControlKeys("{" + topics.prefix() + "}");
    final RuleSet rules;
    final Course course;
    final Admin kafka;
    private final Servers servers = TestServers.shared();
    private final Map<String, String> settings = new HashMap<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final RedisClient redisClient;
    private final StatefulRedisConnection<String, String> redis;
    private final List<ConfigurableApplicationContext> instances = new ArrayList<>();

    Stage(Course course) {
        this(course, lecturesRules());
    }

    Stage(Course course, RuleSet rules) {
        this.course = course;
        this.rules = rules;
        this.kafka = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()));
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers.bootstrapServers(), "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.redisClient = RedisClient.create(servers.redisUri());
        this.redis = redisClient.connect();
        settings.put("spring.datasource.url", course.jdbcUrl());
        settings.put("spring.datasource.username", servers.user());
        settings.put("spring.datasource.password", servers.password());
        settings.put("spring.kafka.bootstrap-servers", servers.bootstrapServers());
        settings.put("freshet.invalidation.group", topics.prefix());
        settings.put("freshet.redis", servers.redisUri());
        createTopics(allTopics());
    }

    static RuleSet lecturesRules() {
        try (InputStream in =
                Objects.requireNonNull(Stage.class.getResourceAsStream("/dev/freshet/packs/lectures/rules.yaml"))) {
            return RulesFile.read("lectures", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stage with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** Starts another instance; returns when it has read to the end of what it was given. */
    ConfigurableApplicationContext start() {
        ConfigurableApplicationContext instance = launch();
        await().atMost(SOON).until(() -> health(instance).getStatus().getCode().equals("UP"));
        return instance;
    }

    /** Starts another instance, and does not wait. */
    ConfigurableApplicationContext launch() {
        RedisClient client = RedisClient.create(Objects.requireNonNull(settings.get("freshet.redis")));
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .build());
        ApplicationContextInitializer<GenericApplicationContext> beans = context -> {
            context.registerBean(Topics.class, () -> topics);
            context.registerBean(RuleSet.class, () -> rules);
            context.registerBean(ControlKeys.class, () -> keys);
            context.registerBean(
                    RedisClient.class, () -> client, definition -> definition.setDestroyMethodName("shutdown"));
            context.registerBean(Clock.class, Clock::systemUTC);
        };
        ConfigurableApplicationContext instance = new SpringApplicationBuilder(Instance.class)
                .web(WebApplicationType.NONE)
                .bannerMode(org.springframework.boot.Banner.Mode.OFF)
                .registerShutdownHook(false)
                .initializers(beans)
                .properties(new HashMap<String, Object>(settings))
                .run();
        instances.add(instance);
        return instance;
    }

    void stop(ConfigurableApplicationContext instance) {
        instances.remove(instance);
        instance.close();
    }

    static Health health(ConfigurableApplicationContext instance) {
        return instance.getBean(InvalidationHealth.class).health();
    }

    StatefulRedisConnection<String, String> redisConnection() {
        return redis;
    }

    RedisCommands<String, String> redis() {
        return redis.sync();
    }

    /** Records before the newest watermark that was heard. */
    static long lag(ConfigurableApplicationContext instance) {
        return ((Number) Objects.requireNonNull(health(instance).getDetails().get("lag"))).longValue();
    }

    boolean waitsAtTheGate() {
        return course.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND query LIKE '%pg_visible_in_snapshot%' AND pid <> pg_backend_pid()"
                        + " AND state_change > now() - interval '1 s'")
                > 0;
    }

    String changes(String table) {
        return topics.changes("public", table);
    }

    /** Caches an answer in the row and in Redis; returns its cache key. */
    String cached(UUID... lectures) {
        String key = course.answer(lectures);
        redis().set(redisKey(key), "an answer");
        return key;
    }

    String redisKey(String key) {
        return "ai:response:" + key;
    }

    boolean isCached(String key) {
        return course.hasRow(key) && redis().exists(redisKey(key)) == 1;
    }

    boolean isGone(String key) {
        return !course.hasRow(key) && redis().exists(redisKey(key)) == 0;
    }

    /** Does capture's work for changed hashes. */
    List<RecordMetadata> capture(Course.Commit commit) {
        return commit.edits().stream()
                .map(edit -> send(hashChange(edit), commit.transactionId()))
                .toList();
    }

    Envelope hashChange(Course.Edit edit) {
        String lecture = edit.lecture().toString();
        return new Envelope(
                changes("lecture_content_hashes"),
                edit.after() == null ? "d" : edit.before() == null ? "c" : "u",
                Course.row("lecture_id", lecture),
                edit.before() == null ? null : Course.row("lecture_id", lecture, "content_hash", edit.before()),
                edit.after() == null ? null : Course.row("lecture_id", lecture, "content_hash", edit.after()));
    }

    Envelope rowDeleted(String cacheKey) {
        return new Envelope(
                changes("ai_response_cache"),
                "d",
                Course.row("cache_key", cacheKey),
                Course.row("cache_key", cacheKey),
                null);
    }

    /** A change as Debezium has it. */
    record Envelope(
            String topic,
            String op,
            @Nullable Map<String, @Nullable Object> key,
            @Nullable Map<String, @Nullable Object> before,
            @Nullable Map<String, @Nullable Object> after) {

        byte @Nullable [] keyBytes() {
            return key == null ? null : EventJson.write(key);
        }

        byte[] valueBytes() {
            Map<String, @Nullable Object> value = new LinkedHashMap<>();
            value.put("before", before);
            value.put("after", after);
            value.put("source", Map.of("lsn", 0x16B374D848L, "ts_ms", System.currentTimeMillis()));
            value.put("op", op);
            return EventJson.write(value);
        }
    }

    RecordMetadata send(Envelope change, String transactionId) {
        return send(change.topic(), change.keyBytes(), change.valueBytes(), provenance(transactionId));
    }

    Map<String, String> provenance(String transactionId) {
        Map<String, String> headers = new HashMap<>();
        headers.put(ChangeHeaders.TRANSACTION_ID, transactionId);
        headers.put(ChangeHeaders.SYSTEM_ID, course.systemId());
        headers.put(ChangeHeaders.TIMELINE, Integer.toString(course.timeline()));
        headers.put(ChangeHeaders.RULES, rules.digest());
        return headers;
    }

    RecordMetadata send(String topic, byte @Nullable [] key, byte @Nullable [] value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return got(producer.send(record));
    }

    Command command(@Nullable String tag, @Nullable String key, boolean all) {
        Command command =
                new Command(UUID.randomUUID().toString(), "ai-responses", tag, key, all, "somebody", "because");
        send(
                topics.commands(),
                command.recordKey().getBytes(StandardCharsets.UTF_8),
                EventJson.write(command),
                Map.of());
        return command;
    }

    /** Publishes what capture would: everything before the ends of now was committed before this moment. */
    Watermark beat() {
        return beat(Instant.now());
    }

    Watermark beat(Instant time) {
        Watermark watermark = new Watermark(time, rules.digest(), ends());
        send(topics.watermarks(), "source".getBytes(StandardCharsets.UTF_8), EventJson.write(watermark), Map.of());
        return watermark;
    }

    List<Watermark.Position> ends() {
        Map<String, String> ids = topicIds();
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        ids.keySet().forEach(topic -> IntStream.range(0, PARTITIONS)
                .forEach(partition -> asked.put(new TopicPartition(topic, partition), OffsetSpec.latest())));
        return got(kafka.listOffsets(asked).all()).entrySet().stream()
                .map(end -> new Watermark.Position(
                        end.getKey().topic(),
                        Objects.requireNonNull(ids.get(end.getKey().topic())),
                        end.getKey().partition(),
                        end.getValue().offset()))
                .toList();
    }

    Map<String, String> topicIds() {
        return got(kafka.describeTopics(inputs()).allTopicNames()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, topic -> topic.getValue().topicId().toString()));
    }

    Map<TopicPartition, OffsetAndMetadata> committed() {
        return got(kafka.listConsumerGroupOffsets(topics.prefix()).partitionsToOffsetAndMetadata());
    }

    long committedOffset(RecordMetadata record) {
        OffsetAndMetadata committed = committed().get(new TopicPartition(record.topic(), record.partition()));
        return committed == null ? -1 : committed.offset();
    }

    /** As by a promotion: the same keys, another history. */
    void changeRedisIdentity() {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8).add("CHANGE-REPL-ID");
        redis().dispatch(CommandType.DEBUG, new StatusOutput<>(StringCodec.UTF8), arguments);
    }

    boolean hasLease() {
        return redis().exists(keys.lease()) == 1;
    }

    /** All records of a topic. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(
                            partition -> consumer.position(partition) < Objects.requireNonNull(ends.get(partition)))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** All outcomes that changes and commands have had so far; not those of the first start. */
    List<Invalidation> outcomes() {
        return allOutcomes().stream()
                .filter(outcome -> outcome.command() == null
                        || !String.valueOf(outcome.command().why()).contains("no offset is committed"))
                .toList();
    }

    List<Invalidation> allOutcomes() {
        return read(topics.invalidations()).stream()
                .map(record -> EventJson.read(record.value(), Invalidation.class))
                .toList();
    }

    List<Invalidation> awaitOutcomes(Predicate<List<Invalidation>> enough) {
        return await().atMost(SOON).until(this::outcomes, enough);
    }

    Invalidation awaitOutcome(String tag) {
        List<Invalidation> found = awaitOutcomes(
                all -> all.stream().anyMatch(outcome -> outcome.tag().equals(tag)));
        return found.stream()
                .filter(outcome -> outcome.tag().equals(tag))
                .findFirst()
                .orElseThrow();
    }

    void createTopics(List<String> names) {
        got(kafka.createTopics(names.stream()
                        .map(name -> new NewTopic(name, name.equals(topics.watermarks()) ? 1 : PARTITIONS, (short) 1))
                        .toList())
                .all());
    }

    /** The topics that the role reads, watermarks aside. */
    List<String> inputs() {
        List<String> inputs = new ArrayList<>(rules.sources().keySet().stream()
                .map(table -> topics.changes(table.schema(), table.table()))
                .toList());
        inputs.add(topics.commands());
        return inputs;
    }

    private List<String> allTopics() {
        List<String> all = new ArrayList<>(inputs());
        all.addAll(List.of(topics.watermarks(), topics.invalidations(), topics.deadLetters()));
        return all;
    }

    @Override
    public void close() {
        instances.forEach(ConfigurableApplicationContext::close);
        producer.close();
        redis.close();
        redisClient.shutdown();
        kafka.close();
    }

    static <T> T got(java.util.concurrent.Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    static <T> T got(org.apache.kafka.common.KafkaFuture<T> future) {
        return got(future.toCompletionStage().toCompletableFuture());
    }

    /** What a launcher composes. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(InvalidationConfiguration.class)
    static class Instance {}
}
