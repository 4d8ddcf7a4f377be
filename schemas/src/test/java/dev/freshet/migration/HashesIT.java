package dev.freshet.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The published vectors hold for the SQL functions and for a reading of the documentation in another language. */
class HashesIT {

    private static final Vectors VECTORS = vectors();

    private static Database database;

    record Vectors(
            List<LectureHash> lecture_hash,
            Map<String, Lecture> lectures,
            List<ContentHash> current_content_hash,
            List<CacheKey> cache_key) {}

    record Lecture(@Nullable String title, @Nullable String content) {}

    record LectureHash(@Nullable String title, @Nullable String content, String hash) {}

    record ContentHash(@Nullable List<String> lecture_ids, @Nullable String hash) {}

    record CacheKey(String operation, List<String> lecture_ids, String params, String key) {}

    @BeforeAll
    static void install() throws SQLException {
        database = Database.create();
        database.run(Database.LECTURES);
        for (Map.Entry<String, Lecture> lecture : VECTORS.lectures.entrySet()) {
            text(
                    "INSERT INTO public.lectures (id, title, content) VALUES (?::uuid, ?, ?) RETURNING id",
                    lecture.getKey(),
                    lecture.getValue().title(),
                    lecture.getValue().content());
        }
        database.migrations("lectures").migrate();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void lecturesThatWereThereBeforeAreHashed() {
        assertThat(database.value("SELECT count(*) FROM public.lecture_content_hashes"))
                .isEqualTo(String.valueOf(VECTORS.lectures.size()));
    }

    @Test
    void sqlGivesThePublishedLectureHashes() throws SQLException {
        for (LectureHash vector : VECTORS.lecture_hash) {
            assertThat(text("SELECT freshet.lecture_hash(?, ?)", vector.title(), vector.content()))
                    .as("%s", vector)
                    .isEqualTo(vector.hash());
        }
    }

    @Test
    void sqlGivesThePublishedContentHashes() throws SQLException {
        for (ContentHash vector : VECTORS.current_content_hash) {
            List<String> ids = vector.lecture_ids();
            assertThat(text(
                            "SELECT freshet.current_content_hash(?::uuid[])",
                            ids == null ? null : "{" + String.join(",", ids) + "}"))
                    .as("%s", vector)
                    .isEqualTo(vector.hash());
        }
        assertThat(text("SELECT freshet.current_content_hash(ARRAY[?::uuid])", (String) null))
                .isNull();
    }

    @Test
    void anotherLanguageGivesThePublishedHashes() {
        for (LectureHash vector : VECTORS.lecture_hash) {
            assertThat(lectureHash(vector.title(), vector.content()))
                    .as("%s", vector)
                    .isEqualTo(vector.hash());
        }
        for (ContentHash vector : VECTORS.current_content_hash) {
            assertThat(contentHash(vector.lecture_ids())).as("%s", vector).isEqualTo(vector.hash());
        }
        for (CacheKey vector : VECTORS.cache_key) {
            assertThat(cacheKey(vector.operation(), vector.lecture_ids(), vector.params()))
                    .as("%s", vector)
                    .isEqualTo(vector.key());
        }
    }

    @Test
    void whatBelongsToTitleOrContentMakesADifference() {
        assertThat(VECTORS.lecture_hash).extracting(LectureHash::hash).doesNotHaveDuplicates();
    }

    @Test
    void aLongTextIsHashedWhole() throws SQLException {
        String text = "Wasser ünd Eis 🌊 ".repeat(50_000);

        assertThat(text("SELECT freshet.lecture_hash('t', ?)", text)).isEqualTo(lectureHash("t", text));
    }

    @Test
    void theReadmeShowsTheVectors() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(VECTORS.lecture_hash).allSatisfy(vector -> assertThat(readme).contains(vector.hash()));
        assertThat(VECTORS.current_content_hash)
                .filteredOn(vector -> vector.hash() != null)
                .allSatisfy(vector -> assertThat(readme).contains(vector.hash()));
        assertThat(VECTORS.cache_key).allSatisfy(vector -> assertThat(readme).contains(vector.key()));
    }

    static String cacheKey(String operation, List<String> lectures, String params) {
        return sha256((operation + "\n" + String.join(",", sorted(lectures)) + "\n" + params).getBytes(UTF_8));
    }

    private static String lectureHash(@Nullable String title, @Nullable String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(field(title));
        bytes.writeBytes(field(content));
        return sha256(bytes.toByteArray());
    }

    private static byte[] field(@Nullable String value) {
        return (value == null ? "~" : value.getBytes(UTF_8).length + ":" + value).getBytes(UTF_8);
    }

    private static @Nullable String contentHash(@Nullable List<String> lectures) {
        Set<String> ids = sorted(lectures == null ? List.of() : lectures);
        if (ids.isEmpty() || !VECTORS.lectures.keySet().containsAll(ids)) {
            return null;
        }
        return sha256(
                ids.stream().map(HashesIT::line).collect(Collectors.joining()).getBytes(UTF_8));
    }

    private static String line(String id) {
        Lecture lecture = Objects.requireNonNull(VECTORS.lectures.get(id));
        return id + ":" + lectureHash(lecture.title(), lecture.content()) + "\n";
    }

    private static Set<String> sorted(List<String> ids) {
        return ids.stream().map(id -> id.toLowerCase(Locale.ROOT)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable String text(String sql, @Nullable String... parameters) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                List<@Nullable String> values = new ArrayList<>();
                while (row.next()) {
                    values.add(row.getString(1));
                }
                assertThat(values).hasSize(1);
                return values.get(0);
            }
        }
    }

    private static Vectors vectors() {
        try (InputStream json = Objects.requireNonNull(
                HashesIT.class.getResourceAsStream("/dev/freshet/packs/lectures/hash-vectors.json"))) {
            return JsonMapper.shared().readValue(json, Vectors.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
