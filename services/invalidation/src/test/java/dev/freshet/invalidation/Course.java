package dev.freshet.invalidation;

import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import dev.freshet.migration.Migrations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database of the lectures pack, and what an application does with it. */
final class Course implements AutoCloseable {

    final HikariDataSource dataSource;
    final JdbcTemplate sql;
    private final TransactionTemplate transaction;
    private final String systemId;
    private final int timeline;

    /** What a transaction changed, and its id. */
    record Commit(String transactionId, List<Edit> edits) {}

    /**
     * A lecture's hash in two versions.
     *
     * @param before null when there was none
     * @param after null when there is none any more
     */
    record Edit(UUID lecture, @Nullable String before, @Nullable String after) {}

    Course() {
        Servers servers = TestServers.shared();
        String name = "course_" + UUID.randomUUID().toString().replace("-", "");
        servers.createDatabase(name);
        HikariDataSource database = new HikariDataSource();
        database.setJdbcUrl(servers.jdbcUrl(name));
        database.setUsername(servers.user());
        database.setMaximumPoolSize(4);
        database.setPassword(servers.password());
        new Migrations(database, List.of("lectures"), true).migrate();
        this.dataSource = database;
        this.sql = new JdbcTemplate(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.systemId = text("SELECT system_identifier::text FROM pg_control_system()");
        this.timeline = Integer.parseInt(text("SELECT timeline_id::text FROM pg_control_checkpoint()"));
    }

    @Override
    public void close() {
        dataSource.close();
    }

    String systemId() {
        return systemId;
    }

    int timeline() {
        return timeline;
    }

    String jdbcUrl() {
        return dataSource.getJdbcUrl();
    }

    UUID lecture() {
        UUID id = UUID.randomUUID();
        sql.update("INSERT INTO public.lectures (id, title, content) VALUES (?, 'title', ?)", id, "content of " + id);
        return id;
    }

    /** Changes the content of lectures in one transaction. */
    Commit edit(UUID... lectures) {
        return inTransaction(() -> {
            List<Edit> edits = new java.util.ArrayList<>();
            for (UUID lecture : lectures) {
                edits.add(editOne(lecture));
            }
            return new Commit(text("SELECT pg_current_xact_id()::text"), edits);
        });
    }

    /** Changes a lecture and, in the same transaction, writes its answer anew. */
    Commit editAndAnswer(UUID lecture, String key) {
        return inTransaction(() -> {
            List<Edit> edits = List.of(editOne(lecture));
            sql.update(
                    "UPDATE public.ai_response_cache SET content_hash = freshet.current_content_hash(lecture_ids)"
                            + " WHERE cache_key = ?",
                    key);
            return new Commit(text("SELECT pg_current_xact_id()::text"), edits);
        });
    }

    /** Changes a lecture in a transaction that stays open. */
    OpenEdit openEdit(UUID lecture) {
        return new OpenEdit(this, lecture);
    }

    /** Changes a lecture in the caller's transaction. */
    Edit editOne(UUID lecture) {
        String before = hash(lecture);
        sql.update("UPDATE public.lectures SET content = content || '.' WHERE id = ?", lecture);
        return new Edit(lecture, before, hash(lecture));
    }

    <T> T inTransaction(java.util.function.Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    @Nullable
    String hash(UUID lecture) {
        return sql
                .queryForList(
                        "SELECT content_hash FROM public.lecture_content_hashes WHERE lecture_id = ?",
                        String.class,
                        lecture)
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** Stores a current answer; returns its cache key. */
    String answer(UUID... lectures) {
        String key = UUID.randomUUID().toString();
        answer(key, lectures);
        return key;
    }

    void answer(String key, UUID... lectures) {
        sql.update(
                "INSERT INTO public.ai_response_cache (cache_key, lecture_ids, content_hash)"
                        + " VALUES (?, ?::uuid[], freshet.current_content_hash(?::uuid[]))",
                key,
                array(lectures),
                array(lectures));
    }

    boolean hasRow(String key) {
        return count("SELECT count(*) FROM public.ai_response_cache WHERE cache_key = ?", key) > 0;
    }

    long count(String query, Object... arguments) {
        return Objects.requireNonNull(sql.queryForObject(query, Long.class, arguments));
    }

    String text(String query) {
        return Objects.requireNonNull(sql.queryForObject(query, String.class));
    }

    /** A row as Debezium has it. */
    static Map<String, @Nullable Object> row(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> row = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return row;
    }

    private static String array(UUID... lectures) {
        return "{"
                + String.join(
                        ",", List.of(lectures).stream().map(UUID::toString).toList()) + "}";
    }
}
