package dev.freshet.invalidation.positions;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Where to begin in a partition.
 *
 * @param topicId the id that the topic has now
 * @param offset the first to apply
 * @param gap why something before it may never have been applied; null when all was
 * @param server the Redis on which that was done; empty with a gap
 */
record Start(String topicId, long offset, @Nullable String gap, String server) {

    /**
     * @param committed null when there is none
     * @param topicId the id that the topic has now
     * @param rules digest of the rules that hold now
     * @param first the oldest offset that is still there
     * @param end the offset after the newest
     */
    static Start of(@Nullable OffsetAndMetadata committed, String topicId, String rules, long first, long end) {
        if (committed == null) {
            return gap(
                    topicId, first, "no offset is committed: a first start, or it expired with its topic or its group");
        }
        CommitNote note = CommitNote.read(committed.metadata());
        if (!note.topicId().equals(topicId)) {
            return gap(
                    topicId,
                    first,
                    "the topic was created anew: its id is " + topicId + ", committed was " + note.topicId());
        }
        if (committed.offset() < first) {
            return gap(
                    topicId, first, "retention overtook: committed " + committed.offset() + ", the oldest is " + first);
        }
        if (committed.offset() > end) {
            return gap(topicId, first, "records are lost: committed " + committed.offset() + ", the end is " + end);
        }
        return note.rules().equals(rules)
                ? new Start(topicId, committed.offset(), null, note.server())
                : gap(topicId, committed.offset(), "applied by other rules so far: " + note.rules() + ", now " + rules);
    }

    private static Start gap(String topicId, long offset, String reason) {
        return new Start(topicId, offset, reason, "");
    }
}
