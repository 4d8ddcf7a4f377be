package dev.freshet.statistics.folding;

import dev.freshet.events.Topics;
import java.time.Clock;
import java.time.Duration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.ContainerProperties.AssignmentCommitOption;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Makes consumers. Each has a container, cursors and a listener of its own: only so does one that lost a partition to
 * its neighbour in the same process never take the neighbour's position for its own.
 */
final class Members {

    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration UNAUTHORISED = Duration.ofSeconds(10);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final Topics topics;
    private final FoldingSettings settings;
    private final Ledger ledger;
    private final Clock clock;

    Members(
            ConsumerFactory<byte[], byte[]> consumers,
            Topics topics,
            FoldingSettings settings,
            Ledger ledger,
            Clock clock) {
        this.consumers = consumers;
        this.topics = topics;
        this.settings = settings;
        this.ledger = ledger;
        this.clock = clock;
    }

    Member member(Fold<?> fold, int index) {
        Tally tally = ledger.tally(fold);
        Positions positions = ledger.positions(fold);
        Cursors cursors = new Cursors(positions, ledger.broker(), tally);
        BatchFolding<?> folding =
                new BatchFolding<>(fold, cursors, positions, ledger.deadLetters(), ledger.transactions(), tally);
        Condition condition = new Condition(fold.name(), clock);
        Pauses pauses = new Pauses(backOff());

        ContainerProperties properties = properties(fold);
        properties.setMessageListener(new FoldingListener(cursors, folding, tally, condition, pauses));
        var container = new KafkaMessageListenerContainer<>(consumers, properties);
        container.setCommonErrorHandler(new FoldingErrors(cursors, tally, condition, pauses));
        container.setBeanName(properties.getGroupId() + "-" + index);
        return new Member(fold, container, condition);
    }

    private ContainerProperties properties(Fold<?> fold) {
        ContainerProperties properties = new ContainerProperties(fold.topic());
        properties.setGroupId(groupId(fold));
        properties.setAckMode(AckMode.BATCH);
        // The group's offsets only show the lag to Kafka's tools: a lost commit is no reason to repeat anything
        properties.setSyncCommits(false);
        properties.setAssignmentCommitOption(AssignmentCommitOption.NEVER);
        properties.setIdleEventInterval(IDLE.toMillis());
        properties.setPollTimeout(IDLE.toMillis());
        properties.setAuthExceptionRetryInterval(UNAUTHORISED);
        return properties;
    }

    private String groupId(Fold<?> fold) {
        return topics.prefix() + "-" + fold.name();
    }

    private ExponentialBackOff backOff() {
        ExponentialBackOff backOff = new ExponentialBackOff(settings.pause().toMillis(), 2);
        backOff.setMaxInterval(settings.longestPause().toMillis());
        return backOff;
    }
}
