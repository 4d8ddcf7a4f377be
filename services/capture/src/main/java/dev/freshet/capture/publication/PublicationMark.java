package dev.freshet.capture.publication;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells a publication that was altered and put back from one that nobody touched: between the two, changes went by unseen.
 * So they do when a partition is attached or detached with its rows, which PostgreSQL publishes to nobody.
 * Where a replica identity was altered, changes went by without the old values that the engine's keys and the rules count on.
 * PostgreSQL makes its catalogue rows anew, and their oids and xmins are remembered in {@code freshet.capture_state}.
 * Thread-safe; holds no state of its own.
 */
public final class PublicationMark {

    private static final String MARK =
            """
            (select md5(string_agg(item, ',' order by item)) from (
                select 'p' || p.oid || ':' || p.xmin as item from pg_publication p where p.pubname = :publication
                union all
                select 'r' || r.oid || ':' || r.xmin from pg_publication_rel r
                join pg_publication p on p.oid = r.prpubid where p.pubname = :publication
                union all
                select 'i' || i.inhrelid || ':' || i.xmin from pg_publication_rel r
                join pg_publication p on p.oid = r.prpubid
                cross join pg_partition_tree(r.prrelid) t
                join pg_inherits i on i.inhrelid = t.relid where p.pubname = :publication
                union all
                select 'k' || c.oid || ':' || cast(c.relreplident as text)
                    || coalesce(':' || i.indexrelid || ':' || i.xmin, '') from pg_publication_rel r
                join pg_publication p on p.oid = r.prpubid
                cross join lateral (select r.prrelid as id union select relid from pg_partition_tree(r.prrelid)) t
                join pg_class c on c.oid = t.id
                left join pg_index i on i.indrelid = c.oid
                    and (i.indisreplident or c.relreplident = 'd' and i.indisprimary)
                where p.pubname = :publication) as items)
            """;

    private final JdbcClient database;
    private final String publication;
    private final String source;

    public PublicationMark(JdbcClient database, String publication, String source) {
        this.database = database;
        this.publication = publication;
        this.source = source;
    }

    /** The publication as it is now; null when there is none. */
    public @Nullable String current() {
        return database.sql("select " + MARK)
                .param("publication", publication)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    /** Whether nobody has touched the publication since it was remembered. */
    public boolean holds() {
        return isRemembered(current());
    }

    /** Whether this is what was remembered. */
    public boolean isRemembered(@Nullable String mark) {
        return database.sql("select exists (select from freshet.capture_state where source = :source"
                        + " and publication = cast(:mark as text))")
                .param("source", source)
                .param("mark", mark)
                .query(Boolean.class)
                .single();
    }

    /** Remembers the publication as it was when it was as wanted and every gap was recorded. */
    public void remember(@Nullable String mark) {
        database.sql("update freshet.capture_state set publication = :mark where source = :source")
                .param("source", source)
                .param("mark", mark)
                .update();
    }
}
