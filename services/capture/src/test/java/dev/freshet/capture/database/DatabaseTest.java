package dev.freshet.capture.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.refusal.Refusal;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseTest {

    @Test
    void takesTheUrlApart() {
        assertThat(database("jdbc:postgresql://db.example:6000/app?sslmode=verify-full&sslrootcert=/etc/a%20b.pem")
                        .connectorProperties())
                .containsEntry("database.hostname", "db.example")
                .containsEntry("database.port", "6000")
                .containsEntry("database.dbname", "app")
                .containsEntry("database.user", "me")
                .containsEntry("database.password", "secret")
                .containsEntry("driver.sslmode", "verify-full")
                .containsEntry("driver.sslrootcert", "/etc/a b.pem");
    }

    @Test
    void takesUserAndPasswordFromTheUrlToo() {
        assertThat(new Database(
                                new PGSimpleDataSource(),
                                "jdbc:postgresql://h/app?user=you&password=hidden",
                                null,
                                null)
                        .connectorProperties())
                .containsEntry("database.port", "5432")
                .containsEntry("database.user", "you")
                .containsEntry("database.password", "hidden");
    }

    @Test
    void saysNothingOfThePassword() {
        assertThat(database("jdbc:postgresql://h/app?password=hidden")).hasToString("h:5432/app");
    }

    @Test
    void refusesWhatIsNotOneServer() {
        assertThatThrownBy(() -> database("jdbc:postgresql://a:1,b:2/app?password=hidden"))
                .isInstanceOf(Refusal.class)
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> database("jdbc:h2:mem")).isInstanceOf(Refusal.class);
    }

    private static Database database(String url) {
        return new Database(new PGSimpleDataSource(), url, "me", "secret");
    }
}
