package dev.freshet.statistics.daily;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.LocalDate;
import org.hibernate.annotations.Immutable;

/** A row of {@code freshet.daily_operation}; only the consumers write it, by increments. */
@Entity
@Immutable
@Table(schema = "freshet", name = "daily_operation")
@SuppressWarnings({"NullAway.Init", "unused"}) // filled and read by Hibernate
class DailyOperation {

    @EmbeddedId
    private Key key;

    private long totalRequests;
    private long redisHits;
    private long postgresHits;
    private long misses;
    private long bypasses;
    private long tokensSaved;

    @Embeddable
    record Key(LocalDate date, String cache, String operation) implements Serializable {}
}
