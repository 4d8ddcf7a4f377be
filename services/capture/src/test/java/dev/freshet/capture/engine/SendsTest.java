package dev.freshet.capture.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.events.ChangeHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class SendsTest {

    private final SmallKafka kafka = new SmallKafka();
    private final Counts counts = new Counts();
    private final Sends sends = new Sends(kafka, counts);

    @Test
    void replacesATooLargeValueByAStubWithItsKey() throws InterruptedException {
        sends.send(record("key", "x".repeat(200)));
        sends.await(acknowledged -> {});

        assertThat(kafka.history()).singleElement().satisfies(stub -> {
            assertThat(stub.key()).asString(StandardCharsets.UTF_8).isEqualTo("key");
            assertThat(stub.value()).isNull();
            assertThat(stub.headers().lastHeader(ChangeHeaders.UNDECODABLE).value())
                    .asString(StandardCharsets.UTF_8)
                    .startsWith("too large for Kafka");
            assertThat(stub.headers().lastHeader("other")).isNotNull();
        });
        assertThat(counts.stubs).isEqualTo(1);
    }

    @Test
    void leavesOutAKeyThatIsTooLargeToo() throws InterruptedException {
        sends.send(record("k".repeat(200), "value"));
        sends.await(acknowledged -> {});

        assertThat(kafka.history()).singleElement().satisfies(stub -> {
            assertThat(stub.key()).isNull();
            assertThat(stub.value()).isNull();
        });
    }

    @Test
    void tellsOfEveryAcknowledgementInOrder() throws InterruptedException {
        List<Long> offsets = new ArrayList<>();
        sends.send(record("a", "1"));
        sends.send(record("b", "x".repeat(200)));
        sends.send(record("c", "3"));
        sends.await(acknowledged -> offsets.add(acknowledged.offset()));

        assertThat(offsets).containsExactlyInAnyOrder(0L, 1L, 2L);
        assertThat(kafka.history()).hasSize(3);
    }

    @Test
    void failsForAnyOtherReason() {
        kafka.away = true;
        sends.send(record("a", "1"));

        assertThatThrownBy(() -> sends.await(acknowledged -> {}))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("did not take a record for topic");
    }

    private static ProducerRecord<byte[], byte[]> record(String key, String value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                "topic", key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
        record.headers().add("other", new byte[0]);
        return record;
    }

    /** Takes keys and values of a hundred bytes at most. */
    private static final class SmallKafka extends MockProducer<byte[], byte[]> {

        private boolean away;

        SmallKafka() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            if (away) {
                return CompletableFuture.failedFuture(new TimeoutException("away"));
            }
            if (size(record.key()) > 100 || size(record.value()) > 100) {
                return CompletableFuture.failedFuture(new RecordTooLargeException("more than 100 bytes"));
            }
            return super.send(record);
        }

        private static int size(byte[] bytes) {
            return bytes == null ? 0 : bytes.length;
        }
    }

    private static final class Counts implements Progress {

        private int stubs;

        @Override
        public void batch() {}

        @Override
        public void published(int changes) {}

        @Override
        public void stub() {
            stubs++;
        }

        @Override
        public void beat(Instant time) {}

        @Override
        public void watermark() {}

        @Override
        public void held(String reason) {}
    }
}
