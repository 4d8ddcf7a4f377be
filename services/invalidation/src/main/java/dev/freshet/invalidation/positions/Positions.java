package dev.freshet.invalidation.positions;

import dev.freshet.cache.control.AppliedPositions;
import dev.freshet.cache.control.AppliedPositions.Applied;
import dev.freshet.events.Watermark;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far the partitions that are assigned to this process are applied: for itself, and told to the other processes.
 * Thread-safe.
 */
public final class Positions {

    private static final String SEVERAL = "several";

    private final AppliedPositions shared;
    private final String rules;
    private final Set<String> caches;
    private final Map<TopicPartition, Applied> own = new ConcurrentHashMap<>();

    /**
     * @param rules digest of the rules by which changes are applied here
     * @param caches every cache of the rules
     */
    public Positions(AppliedPositions shared, String rules, Set<String> caches) {
        this.shared = shared;
        this.rules = rules;
        this.caches = caches;
    }

    /** The partition is ours from here on. */
    void start(TopicPartition partition, Applied position) {
        own.put(partition, position);
    }

    /** The partitions are no longer ours. */
    public void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(own::remove);
    }

    /**
     * Everything before the offset is applied.
     *
     * @param server where its fences were raised; null when there were none to raise
     */
    public void advance(TopicPartition partition, long nextOffset, @Nullable String server) {
        own.computeIfPresent(
                partition,
                (same, was) -> new Applied(
                        was.topicId(),
                        was.partition(),
                        nextOffset,
                        server == null || server.equals(was.server()) ? was.server() : SEVERAL));
    }

    /** Tells the other processes. Blocks until Redis has answered; exceptions are Lettuce's. */
    public void publish() {
        Map<TopicPartition, Applied> told = Map.copyOf(own);
        if (told.isEmpty()) {
            return;
        }
        String server = shared.record(rules, told.values(), caches);
        // Either all fences were raised there, or the epochs have been now: but only for what was told
        told.forEach((partition, position) -> own.replace(
                partition,
                position,
                new Applied(position.topicId(), position.partition(), position.nextOffset(), server)));
    }

    /** Null when it is not assigned to us. */
    public @Nullable Applied of(TopicPartition partition) {
        return own.get(partition);
    }

    public int count() {
        return own.size();
    }

    /** Whether none of our own is behind the watermark. */
    public boolean havePassed(Watermark watermark) {
        return behind(watermark) == 0;
    }

    /** How many records before the watermark are still to apply here. */
    public long behind(Watermark watermark) {
        return watermark.offsets().stream().mapToLong(this::behind).sum();
    }

    private long behind(Watermark.Position target) {
        Applied position = own.get(new TopicPartition(target.topic(), target.partition()));
        return position == null || !position.topicId().equals(target.topicId())
                ? 0
                : Math.max(0, target.nextOffset() - position.nextOffset());
    }

    /** The topics of ours that the watermark knows by another id: either it or we are of yesterday. */
    public List<String> disputed(Watermark watermark) {
        return watermark.offsets().stream()
                .filter(this::isDisputed)
                .map(Watermark.Position::topic)
                .distinct()
                .toList();
    }

    private boolean isDisputed(Watermark.Position target) {
        Applied position = own.get(new TopicPartition(target.topic(), target.partition()));
        return position != null && !position.topicId().equals(target.topicId());
    }

    CommitNote note(TopicPartition partition) {
        Applied position = own.get(partition);
        return position == null ? CommitNote.NONE : new CommitNote(position.topicId(), rules, position.server());
    }
}
