package dev.freshet.capture.changes;

import dev.freshet.capture.publication.Publication;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;

/** Tells the beats of one source from other changes. */
public final class Beats {

    private final String source;

    public Beats(String source) {
        this.source = source;
    }

    /** The start of the beat's transaction, by the database's clock; empty for any other change. */
    public Optional<Instant> of(CapturedChange change) {
        Struct row = change.after();
        if (row == null || !change.table().equals(Publication.HEARTBEAT) || !source.equals(row.getString("source"))) {
            return Optional.empty();
        }
        return Optional.of(OffsetDateTime.parse(row.getString("beat")).toInstant());
    }
}
