package dev.freshet.statistics.daily;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.LocalDate;
import org.hibernate.annotations.Immutable;

/** A row of {@code freshet.daily_invalidation}; only the consumers write it, by increments. */
@Entity
@Immutable
@Table(schema = "freshet", name = "daily_invalidation")
@SuppressWarnings({"NullAway.Init", "unused"}) // filled and read by Hibernate
class DailyInvalidation {

    @EmbeddedId
    private Key key;

    private long invalidations;
    private long rowsDeleted;
    private long keysRemoved;

    @Embeddable
    record Key(LocalDate date, String cache) implements Serializable {}
}
