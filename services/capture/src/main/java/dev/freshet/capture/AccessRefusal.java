package dev.freshet.capture;

import dev.freshet.refusal.Refusal;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells a database that refuses us from one that is away for the moment. */
final class AccessRefusal {

    private AccessRefusal() {}

    /** Empty when trying again may help. */
    static Optional<Refusal> in(Throwable failure) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException refused && refused.getSQLState() != null) {
                return of(refused.getSQLState(), refused);
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> of(String state, SQLException refused) {
        if (state.startsWith("28")) {
            return Optional.of(new Refusal(
                    "the database refuses user or password: " + refused.getMessage(),
                    "mend spring.datasource.username and spring.datasource.password"));
        }
        if (state.equals("3D000")) {
            return Optional.of(new Refusal(
                    "the database does not exist: " + refused.getMessage(),
                    "create it, or mend spring.datasource.url"));
        }
        if (state.equals("42501")) {
            return Optional.of(new Refusal(
                    "the database user lacks a privilege: " + refused.getMessage(),
                    "grant it, or use another user in spring.datasource.username"));
        }
        return Optional.empty();
    }
}
