package dev.freshet.statistics.folding;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * What one consumer has done since the start. Every record that a commit covers is in exactly one of {@code events},
 * {@code duplicates} and {@code parked}. Alert on any rise of {@code lost}; a few {@code refused} belong to every
 * rebalance, a steady rise says that two consumers fight for a partition. Thread-safe.
 */
final class Tally {

    private final String consumer;
    private final Counter events;
    private final Counter duplicates;
    private final Counter parked;
    private final Counter refused;
    private final Counter lost;
    private final Timer time;

    Tally(String consumer, MeterRegistry meters) {
        this.consumer = consumer;
        events = counter("events", "records counted", meters);
        duplicates = counter("duplicates", "records whose id had been counted before", meters);
        parked = counter("parked", "records that made no sense", meters);
        refused = counter("refused", "batches that did not begin at the stored position", meters);
        lost = counter("lost", "records that the topic's retention removed before they were counted", meters);
        time = Timer.builder("freshet.statistics.fold")
                .description("from the poll's records to the commit")
                .tag("consumer", consumer)
                .register(meters);
    }

    private Counter counter(String name, String description, MeterRegistry meters) {
        return Counter.builder("freshet.statistics." + name)
                .description(description)
                .tag("consumer", consumer)
                .register(meters);
    }

    String consumer() {
        return consumer;
    }

    void committed(int counted, int repeated, int parked) {
        events.increment(counted);
        duplicates.increment(repeated);
        this.parked.increment(parked);
    }

    void refused() {
        refused.increment();
    }

    void lost(long records) {
        lost.increment((double) records);
    }

    void timed(Runnable folding) {
        time.record(folding);
    }

    long parked() {
        return (long) parked.count();
    }

    long lost() {
        return (long) lost.count();
    }
}
