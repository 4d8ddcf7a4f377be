package dev.freshet.cache.schedules;

import java.util.Set;

/** What a weaker protocol does otherwise. */
enum Weakness {
    /** nothing: the protocol itself */
    NONE,
    /** an invalidation deletes the key, and nothing else decides about it */
    PLAIN_DELETE,
    /** it deletes it twice, the second time after any delay */
    DELETE_TWICE,
    /** a token as of memcached: given on a miss, void once the key is deleted; keys are known by their rows */
    MEMCACHED_LEASE,
    /** removes without waiting for the change to be visible */
    NO_GATE("filler 1"),
    /** waits until the primary's WAL reaches beyond the change, as others' commits and the beats take it there */
    LSN_GATE("filler 1"),
    /** keeps what was read on a standby in whose own snapshot the changes applied so far look visible */
    STANDBY_SNAPSHOT("filler 1", "replica"),
    /** keeps what was read on a standby, rows without fresh included */
    STANDBY_KEPT,
    /** stores a row without asking the primary whether it is current */
    ROW_UNCHECKED,
    /** the value of a fence is made by the client: sent twice, it comes back */
    CLIENT_NONCE("filler 1", "echo"),
    /** hash and content are read in different snapshots */
    HASH_APART,
    /** a refill reads the row, and then the fences */
    REFILL_ROW_FIRST("filler 1"),
    /** a key that rules make stale by its name has no fence */
    KEY_WITHOUT_FENCE,
    /** entries are served without the lease */
    NO_LEASE,
    /** the lease runs from its grant and not from the beat */
    LEASE_FROM_GRANT("filler 1", "clock"),
    /** a lease is granted although a partition is behind */
    LEASE_UNCONDITIONAL("filler 1", "clock"),
    /** epochs are not raised when Redis is another, neither with the lease nor with the positions */
    NO_EPOCHS_RAISED("filler 1", "restore"),
    /** whoever asks for the same joins */
    JOIN_ANY("filler 1", "joiner"),
    /** a joiner trusts its fences, wherever the content was read */
    JOIN_STANDBY("filler 1", "joiner", "replica"),
    /** a joiner relies on a row whose storing may have begun before it came */
    JOIN_LATE("filler 1", "joiner"),
    /** an undecodable change or a TRUNCATE raises no epoch */
    NO_EPOCH_FOR_THE_UNKNOWN("filler 1");

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is
    private final Set<String> cast;

    Weakness(String... cast) {
        this.cast = Set.of(cast);
    }

    /** Whether it shows only where content is read on a standby. */
    boolean isOfStandbys() {
        return this == STANDBY_SNAPSHOT || this == STANDBY_KEPT || this == JOIN_STANDBY;
    }

    /** The optional actors that it shows with; where none are named, any may be there. */
    Set<String> cast() {
        return cast;
    }
}
