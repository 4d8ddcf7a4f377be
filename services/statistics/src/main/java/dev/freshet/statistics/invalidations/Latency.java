package dev.freshet.statistics.invalidations;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long it took from commits to the removal of what they made stale, as a histogram: two significant digits, up to a day.
 * Two of them add up to what one would have counted. Not thread-safe.
 */
public final class Latency {

    private static final long LONGEST_MICROS = 86_400_000_000L;
    private static final int DIGITS = 2;

    private final Histogram micros;

    /** Of nothing. */
    public Latency() {
        this(new Histogram(LONGEST_MICROS, DIGITS));
    }

    private Latency(Histogram micros) {
        this.micros = micros;
    }

    /**
     * As {@link #write} wrote it.
     *
     * @param stored null for none
     */
    public static Latency read(byte @Nullable [] stored) {
        Latency latency = new Latency();
        if (stored != null) {
            try {
                latency.micros.add(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(stored), LONGEST_MICROS));
            } catch (DataFormatException e) {
                throw new IllegalStateException("a stored latency is no histogram", e);
            }
        }
        return latency;
    }

    /** The clocks are two: an end before its beginning counts as none at all. */
    void add(Instant committed, Instant applied) {
        long took = Duration.between(committed, applied).toNanos() / 1000;
        micros.recordValue(Math.min(Math.max(took, 0), LONGEST_MICROS));
    }

    public void add(Latency other) {
        micros.add(other.micros);
    }

    public byte[] write() {
        ByteBuffer buffer = ByteBuffer.allocate(micros.getNeededByteBufferCapacity());
        int length = micros.encodeIntoCompressedByteBuffer(buffer);
        return Arrays.copyOf(buffer.array(), length);
    }

    public long count() {
        return micros.getTotalCount();
    }

    /**
     * A percentile in milliseconds; 0 when nothing was counted.
     *
     * @param percent such as 99
     */
    public double millis(double percent) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percent) / 1000.0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Latency latency && micros.equals(latency.micros);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(count());
    }
}
