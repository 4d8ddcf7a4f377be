package dev.freshet.app;

import dev.freshet.cache.Answer;
import dev.freshet.cache.Computed;
import dev.freshet.cache.LectureCache;
import dev.freshet.embedded.Servers;
import dev.freshet.migration.Migrations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A lecture in a new database, and an application that asks for a quiz about it: the quiz is the lecture's text. */
final class OneLecture {

    private final UUID id = UUID.randomUUID();
    private final PGSimpleDataSource database = new PGSimpleDataSource();

    OneLecture(Servers servers, String name, String text) throws SQLException {
        servers.createDatabase(name);
        database.setUrl(servers.jdbcUrl(name));
        database.setUser(servers.user());
        database.setPassword(servers.password());
        new Migrations(database, List.of("lectures"), true).migrate();
        run("INSERT INTO public.lectures (content, id, title) VALUES (?, ?, 'Rain')", text);
    }

    UUID id() {
        return id;
    }

    DataSource database() {
        return database;
    }

    void becomes(String text) throws SQLException {
        run("UPDATE public.lectures SET content = ? WHERE id = ?", text);
    }

    Answer ask(LectureCache cache, Map<String, String> params) {
        return cache.answer(
                "quiz", List.of(id), params, source -> text(source.connection()), text -> Computed.of(text, 1));
    }

    String text(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT content FROM public.lectures WHERE id = ?")) {
            statement.setObject(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private void run(String sql, String text) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, text);
            statement.setObject(2, id);
            statement.execute();
        }
    }
}
