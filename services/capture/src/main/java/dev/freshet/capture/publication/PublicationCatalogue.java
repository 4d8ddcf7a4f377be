package dev.freshet.capture.publication;

import dev.freshet.rules.TableName;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads publications from PostgreSQL's catalogue; 15 or newer. */
final class PublicationCatalogue {

    private static final String PUBLICATION =
            """
            select p.oid,
                   p.puballtables as all_tables,
                   p.pubinsert and p.pubupdate and p.pubdelete and p.pubtruncate and not p.pubviaroot
                       and not exists (select from pg_publication_namespace n where n.pnpubid = p.oid)
                       and not exists (select from pg_publication_rel r where r.prpubid = p.oid and r.prqual is not null)
                       as plain,
                   pg_has_role(p.pubowner, 'USAGE') as may_alter
            from pg_publication p where p.pubname = :name
            """;

    private static final String TABLES =
            """
            select n.nspname, c.relname,
                   array(select a.attname::text from pg_attribute a
                         where a.attrelid = r.prrelid and a.attnum = any (r.prattrs::int2[])) as columns
            from pg_publication_rel r
            join pg_class c on c.oid = r.prrelid
            join pg_namespace n on n.oid = c.relnamespace
            where r.prpubid = :publication
            """;

    private final JdbcClient database;

    PublicationCatalogue(JdbcClient database) {
        this.database = database;
    }

    /** Empty when there is no such publication. */
    Optional<PublicationState> find(String name) {
        return database.sql(PUBLICATION)
                .param("name", name)
                .query((row, number) -> new PublicationState(
                        tables(row.getLong("oid")),
                        row.getBoolean("plain"),
                        row.getBoolean("all_tables"),
                        row.getBoolean("may_alter")))
                .optional();
    }

    private Set<PublishedTable> tables(long publication) {
        return new LinkedHashSet<>(database.sql(TABLES)
                .param("publication", publication)
                .query((row, number) -> table(row))
                .list());
    }

    private static PublishedTable table(ResultSet row) throws SQLException {
        Array columns = row.getArray("columns");
        return new PublishedTable(new TableName(row.getString("nspname"), row.getString("relname")), Set.of((String[])
                columns.getArray()));
    }
}
