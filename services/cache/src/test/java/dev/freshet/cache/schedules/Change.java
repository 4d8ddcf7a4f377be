package dev.freshet.cache.schedules;

/** One transaction that edits one lecture. Its id grows with the order in which transactions begin. */
final class Change {

    static final long NEVER = Long.MAX_VALUE;

    final int id;
    final int lecture;
    final int value;
    long visibleAt = NEVER;
    boolean flushed;
    /** Where its commit stands in the WAL, once it is flushed. */
    int lsn;

    boolean applied;

    Change(int id, int lecture, int value) {
        this.id = id;
        this.lecture = lecture;
        this.value = value;
    }

    boolean visible() {
        return visibleAt != NEVER;
    }
}
