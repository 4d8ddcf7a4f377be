package dev.freshet.invalidation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** An edit in a transaction that stays open until told: others see the old row, and its id is running. */
final class OpenEdit implements AutoCloseable {

    private final Connection connection;
    private final Course.Commit commit;

    OpenEdit(Course course, UUID lecture) {
        try {
            this.connection = course.dataSource.getConnection();
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        JdbcTemplate sql = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
        String before = course.hash(lecture);
        sql.update("UPDATE public.lectures SET content = content || '.' WHERE id = ?", lecture);
        String after = sql.queryForObject(
                "SELECT content_hash FROM public.lecture_content_hashes WHERE lecture_id = ?", String.class, lecture);
        String id = sql.queryForObject("SELECT pg_current_xact_id()::text", String.class);
        this.commit = new Course.Commit(
                java.util.Objects.requireNonNull(id), List.of(new Course.Edit(lecture, before, after)));
    }

    /** What will have been committed. */
    Course.Commit commit() {
        return commit;
    }

    @Override
    public void close() {
        try {
            connection.commit();
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
