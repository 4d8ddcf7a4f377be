package dev.freshet.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The real edit history of a course, which lies beside the checkout and is no part of it. */
final class Course {

    static final Path FILE = Path.of("..", "..", "..", "shared", "data", "course-history.jsonl.gz");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Course() {}

    record Commit(long at, List<Edit> edits) {}

    /** A lecture's new text; title and content are null when it was deleted. */
    record Edit(String lecture, @Nullable String title, @Nullable String content) {

        UUID id() {
            return UUID.nameUUIDFromBytes(lecture.getBytes(StandardCharsets.UTF_8));
        }

        boolean isDeletion() {
            return title == null && content == null;
        }

        /** As the application does it. */
        void apply(Connection database) throws SQLException {
            String sql = isDeletion()
                    ? "DELETE FROM public.lectures WHERE id = ?"
                    : """
                    INSERT INTO public.lectures (id, title, content) VALUES (?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET title = excluded.title, content = excluded.content""";
            try (PreparedStatement statement = database.prepareStatement(sql)) {
                statement.setObject(1, id());
                if (!isDeletion()) {
                    statement.setString(2, title);
                    statement.setString(3, content);
                }
                statement.executeUpdate();
            }
        }
    }

    /** Keeps a quiz about lectures under each key, as one that was made of what they say now. */
    static void keepQuizzes(Connection database, Map<String, ? extends Collection<UUID>> lecturesByKey)
            throws SQLException {
        try (PreparedStatement insert = database.prepareStatement(
                """
                INSERT INTO public.ai_response_cache (cache_key, operation_type, lecture_ids, content_hash, response_data)
                SELECT ?, 'quiz', ids, freshet.current_content_hash(ids), '{"questions": []}' FROM (SELECT ?::uuid[] AS ids) AS a
                ON CONFLICT (cache_key) DO UPDATE SET content_hash = excluded.content_hash""")) {
            for (Map.Entry<String, ? extends Collection<UUID>> quiz : lecturesByKey.entrySet()) {
                insert.setString(1, quiz.getKey());
                insert.setArray(
                        2, database.createArrayOf("uuid", quiz.getValue().toArray()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    static List<Commit> commits() throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.UTF_8))) {
            return lines.lines().map(line -> JSON.readValue(line, Commit.class)).toList();
        }
    }
}
