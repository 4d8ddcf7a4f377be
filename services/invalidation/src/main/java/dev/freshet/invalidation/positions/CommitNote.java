package dev.freshet.invalidation.positions;

import org.jspecify.annotations.Nullable;

/**
 * What a committed offset alone does not tell, kept beside it as the commit's metadata.
 *
 * @param topicId id of the topic that the offset belongs to
 * @param rules digest of the rules by which everything before it was applied
 * @param server the Redis on which that was done
 */
record CommitNote(String topicId, String rules, String server) {

    /** Says nothing, and equals nothing that is. */
    static final CommitNote NONE = new CommitNote("", "", "");

    static CommitNote read(@Nullable String metadata) {
        if (metadata == null) {
            return NONE;
        }
        String[] words = metadata.split(" ", 3);
        return words.length == 3 ? new CommitNote(words[0], words[1], words[2]) : NONE;
    }

    String metadata() {
        return topicId + " " + rules + " " + server;
    }
}
