package dev.freshet.cache.source;

import java.sql.Connection;

/** Where the read step reads. Valid on the thread and for the time of that step only. */
public interface Source {

    /**
     * The connection of the snapshot: read-only, REPEATABLE READ, so that all that is read belongs together, hash included.
     * Not to be closed, committed or rolled back. In a Spring application the repositories called in the read step use it
     * without being told.
     *
     * @throws IllegalStateException if the database cannot be reached: an answer to what was read elsewhere is given,
     *     but not kept
     */
    Connection connection();
}
