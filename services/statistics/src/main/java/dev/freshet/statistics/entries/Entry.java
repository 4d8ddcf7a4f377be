package dev.freshet.statistics.entries;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code freshet.entry}; only the consumers write it. */
@jakarta.persistence.Entity
@Immutable
@Table(schema = "freshet", name = "entry")
@SuppressWarnings({"NullAway.Init", "unused"}) // filled by Hibernate
class Entry {

    @EmbeddedId
    private Key id;

    private String operation;
    private long hits;
    private long misses;
    private long tokensSaved;
    private @Nullable Long size;
    private Instant since;
    private Instant lastAccess;

    @Embeddable
    record Key(String cache, String key) implements Serializable {}

    /**
     * An entry, as answered.
     *
     * @param key the cache key
     * @param size of the answer, characters of JSON; null when unknown
     * @param since when the answer was computed; when it was first asked for where that is not known
     */
    record View(
            String cache,
            String key,
            String operation,
            long hits,
            long misses,
            long tokensSaved,
            @Nullable Long size,
            Instant since,
            Instant lastAccess) {

        static final View NONE = new View("", "", "", 0, 0, 0, null, Instant.EPOCH, Instant.EPOCH);
    }

    View view() {
        return new View(id.cache(), id.key(), operation, hits, misses, tokensSaved, size, since, lastAccess);
    }
}
