package dev.freshet.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    }

    static List<Commit> commits() throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.UTF_8))) {
            return lines.lines().map(line -> JSON.readValue(line, Commit.class)).toList();
        }
    }
}
