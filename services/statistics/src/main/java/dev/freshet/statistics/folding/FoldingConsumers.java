package dev.freshet.statistics.folding;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/** Starts and stops all consumers with the application. */
final class FoldingConsumers implements SmartLifecycle {

    private final Tables tables;
    private final List<Fold<?>> folds;
    private final List<Member> members;
    private volatile boolean running;

    FoldingConsumers(Tables tables, List<Fold<?>> folds, int threads, Members factory) {
        this.tables = tables;
        this.folds = List.copyOf(folds);
        this.members = folds.stream()
                .<Member>flatMap(fold -> IntStream.range(0, threads).mapToObj(index -> factory.member(fold, index)))
                .toList();
    }

    @Override
    public void start() {
        tables.need(Positions.TABLE);
        tables.need(Positions.REFUSED);
        folds.forEach(Fold::prepare);
        members.forEach(member -> member.container().start());
        running = true;
    }

    @Override
    public void stop() {
        CountDownLatch stopped = new CountDownLatch(1);
        stop(stopped::countDown);
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All at once: each waits for the batch that it has in hand. */
    @Override
    public void stop(Runnable stopped) {
        running = false;
        AtomicInteger left = new AtomicInteger(members.size());
        members.forEach(member -> member.container().stop(() -> {
            if (left.decrementAndGet() == 0) {
                stopped.run();
            }
        }));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return AbstractMessageListenerContainer.DEFAULT_PHASE;
    }

    List<Fold<?>> folds() {
        return folds;
    }

    Stream<Member> of(Fold<?> fold) {
        return members.stream().filter(member -> member.fold() == fold);
    }
}
