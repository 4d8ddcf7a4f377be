package dev.freshet.console.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The lectures of the sample course, as the application that owns them reads and writes them. */
final class Lectures {

    private static final String COLUMNS =
            "SELECT id, coalesce(title, '') AS title, coalesce(content, '') AS content FROM public.lectures ";

    private final JdbcClient database;

    Lectures(JdbcClient database) {
        this.database = database;
    }

    /** The first hundred; the sample course has six, numbered in its order. */
    List<LectureText> all() {
        return database.sql(COLUMNS + "ORDER BY id LIMIT 100")
                .query(LectureText.class)
                .list();
    }

    Optional<LectureText> find(UUID id) {
        return database.sql(COLUMNS + "WHERE id = :id")
                .param("id", id)
                .query(LectureText.class)
                .optional();
    }

    /** Whether all of them are there. */
    boolean have(List<UUID> ids) {
        return database.sql("SELECT count(*) = cardinality(:ids) FROM public.lectures WHERE id = ANY (:ids)")
                .param("ids", ids.toArray(UUID[]::new))
                .query(Boolean.class)
                .single();
    }

    /** What the model reads of them: their texts in the order of the ids. */
    static String contents(Connection connection, List<UUID> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT string_agg(content, E'\\n\\n' ORDER BY id) FROM public.lectures WHERE id = ANY (?)")) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Objects.requireNonNullElse(row.getString(1), "");
            }
        }
    }

    /**
     * Just the UPDATE that any application would run: no word of caches.
     *
     * @param title the new one; null to keep the old
     * @param content the new one; null to keep the old
     * @return whether there is such a lecture
     */
    boolean edit(UUID id, @Nullable String title, @Nullable String content) {
        return database.sql(
                                """
                                UPDATE public.lectures
                                SET title = coalesce(:title::text, title), content = coalesce(:content::text, content)
                                WHERE id = :id
                                """)
                        .param("title", title)
                        .param("content", content)
                        .param("id", id)
                        .update()
                == 1;
    }
}
