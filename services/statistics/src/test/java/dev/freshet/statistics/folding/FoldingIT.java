package dev.freshet.statistics.folding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.events.DeadLetterHeaders;
import dev.freshet.statistics.Scene;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.backoff.FixedBackOff;

/** Consumers driven by hand, so that they do what a group would keep them from. The fold adds up numbers. */
class FoldingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Scene scene = new Scene(1);
    private final String topic = scene.topics().accesses();
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private final Broker broker = new Broker(Admin.create(kafka()), PATIENCE);
    private final DeadLetters deadLetters = new DeadLetters(producer(kafka()), scene.topics(), PATIENCE);

    @BeforeEach
    void makeTable() {
        scene.jdbc().execute("CREATE TABLE total (id integer PRIMARY KEY, sum smallint NOT NULL)");
        scene.jdbc().execute("INSERT INTO total VALUES (1, 0)");
    }

    @AfterEach
    void close() {
        broker.close();
        deadLetters.close();
        scene.close();
    }

    @Test
    void refusesABatchThatComesAgain() {
        put("1", "2", "4");
        Consumer consumer = new Consumer();
        consumer.take(0, 3);

        assertThatThrownBy(() -> consumer.take(0, 3)).isInstanceOf(PositionTaken.class);
        assertThatThrownBy(() -> consumer.take(1, 3)).isInstanceOf(PositionTaken.class);
        assertThat(total()).isEqualTo(7);
        assertThat(scene.position("adder", topic)).isEqualTo(3);
    }

    @Test
    void letsAConsumerThatLostItsPartitionWriteAndParkNothing() {
        put("1", "poison", "4");
        Consumer zombie = new Consumer();
        Consumer successor = new Consumer();
        successor.take(0, 3);

        assertThatThrownBy(() -> zombie.take(0, 3)).isInstanceOf(PositionTaken.class);
        assertThat(total()).isEqualTo(5);
        assertThat(scene.records(scene.topics().deadLetters())).hasSize(1);

        zombie.goBack();
        put("8");
        zombie.take(3, 4);
        assertThat(total()).isEqualTo(13);
        assertThatThrownBy(() -> successor.take(3, 4)).isInstanceOf(PositionTaken.class);
        assertThat(total()).isEqualTo(13);
    }

    @Test
    void countsExactlyWhileTwoConsumersFightForOnePartition() {
        for (int i = 0; i < 400; i++) {
            put("1");
        }
        List<CompletableFuture<Void>> fighters = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            fighters.add(CompletableFuture.runAsync(() -> new Consumer().takeAllOf(400)));
        }
        fighters.forEach(CompletableFuture::join);

        assertThat(total()).isEqualTo(400);
        assertThat(scene.position("adder", topic)).isEqualTo(400);
    }

    @Test
    void writesNothingWhenTheFoldFailsAndAllOfItTheNextTime() {
        put("1", "2");
        scene.jdbc().execute("ALTER TABLE total RENAME TO away");
        Consumer consumer = new Consumer();
        assertThatThrownBy(() -> consumer.take(0, 2)).hasMessageContaining("total");
        assertThat(scene.position("adder", topic)).isZero();

        scene.jdbc().execute("ALTER TABLE away RENAME TO total");
        consumer.goBack();
        consumer.take(0, 2);
        assertThat(total()).isEqualTo(3);
    }

    @Test
    void parksTheOneRecordWhoseValueTheDatabaseRefuses() {
        put("1", "2", "40000", "4", "8");
        new Consumer().take(0, 5);

        assertThat(total()).isEqualTo(15);
        assertThat(scene.position("adder", topic)).isEqualTo(5);
        assertThat(scene.records(scene.topics().deadLetters()))
                .extracting(letter -> new String(letter.value(), StandardCharsets.UTF_8))
                .containsExactly("40000");
    }

    @Test
    void keepsAPoisonRecordUntilItIsParked() {
        put("1", "poison", "2");
        Map<String, Object> nowhere = Map.of("bootstrap.servers", "localhost:1", "max.block.ms", 200);
        try (DeadLetters unreachable = new DeadLetters(producer(nowhere), scene.topics(), PATIENCE)) {
            Consumer consumer = new Consumer(unreachable);
            assertThatThrownBy(() -> consumer.take(0, 3)).isInstanceOf(KafkaException.class);
        }
        assertThat(total()).isZero();
        assertThat(scene.position("adder", topic)).isZero();
    }

    @Test
    void parksWhatOutgrewTheLimitWithoutItsValue() {
        put("x".repeat(20_000));
        Map<String, Object> small =
                Map.of("bootstrap.servers", scene.servers().bootstrapServers(), "max.request.size", 10_000);
        try (DeadLetters narrow = new DeadLetters(producer(small), scene.topics(), PATIENCE)) {
            new Consumer(narrow).take(0, 1);
        }

        assertThat(scene.records(scene.topics().deadLetters())).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isNull();
            assertThat(letter.headers().lastHeader(DeadLetterHeaders.ORIGIN).value())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(topic + "-0@0");
        });
    }

    private void put(String... values) {
        for (String value : values) {
            scene.put(topic, 0, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private long total() {
        return Objects.requireNonNull(scene.jdbc().queryForObject("SELECT sum FROM total", Long.class));
    }

    private Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", scene.servers().bootstrapServers());
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Adds up the numbers in a topic. */
    private final class Adder implements Fold<Integer> {

        @Override
        public String name() {
            return "adder";
        }

        @Override
        public String topic() {
            return topic;
        }

        @Override
        public void prepare() {}

        @Override
        public Integer read(ConsumerRecord<byte[], byte[]> entry) {
            return Integer.valueOf(new String(Fold.value(entry), StandardCharsets.UTF_8));
        }

        @Override
        public int write(List<Integer> numbers) {
            int sum = numbers.stream().mapToInt(Integer::intValue).sum();
            scene.jdbc().update("UPDATE total SET sum = sum + ?", sum);
            return numbers.size();
        }
    }

    /** One consumer of the topic's only partition; placed from the start. */
    private final class Consumer {

        private final Cursors cursors;
        private final FoldingListener listener;
        private long next;

        Consumer() {
            this(deadLetters);
        }

        Consumer(DeadLetters letters) {
            Fold<Integer> fold = new Adder();
            Positions positions = new Positions(fold.name(), scene.jdbc());
            Tally tally = new Tally(fold.name(), new SimpleMeterRegistry());
            cursors = new Cursors(positions, broker, tally);
            var transactions = new TransactionTemplate(new JdbcTransactionManager(
                    Objects.requireNonNull(scene.jdbc().getDataSource())));
            var folding = new BatchFolding<>(fold, cursors, positions, letters, transactions, tally);
            listener = new FoldingListener(
                    cursors,
                    folding,
                    tally,
                    new Condition(fold.name(), Clock.systemUTC()),
                    new Pauses(new FixedBackOff()));
            goBack();
        }

        void goBack() {
            cursors.place(List.of(partition), (placed, offset) -> next = offset);
        }

        void take(int from, int to) {
            listener.onMessage(scene.records(topic).subList(from, to));
        }

        void takeAllOf(int end) {
            List<ConsumerRecord<byte[], byte[]>> records = scene.records(topic);
            while (next < end) {
                long to = Math.min(end, next + ThreadLocalRandom.current().nextInt(1, 10));
                try {
                    listener.onMessage(records.subList((int) next, (int) to));
                    next = to;
                } catch (PositionTaken e) {
                    goBack();
                }
            }
        }
    }
}
