package dev.freshet.invalidation.commands;

import dev.freshet.rules.Problem;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.database.RulesCheck;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;

/** Checks rules against the live database, where it can be reached. */
final class LiveCheck {

    private static final String CONNECTION_FAILURE = "08";

    private final ObjectProvider<DataSource> database;

    LiveCheck(ObjectProvider<DataSource> database) {
        this.database = database;
    }

    /**
     * What came of it.
     *
     * @param unreachable why the database was not asked; empty when it was
     */
    record Result(List<Problem> warnings, String unreachable) {}

    /** @throws dev.freshet.rules.InvalidRulesException with everything that is wrong */
    Result check(RuleSet rules) {
        try {
            return new Result(new RulesCheck(database.getObject()).check(rules), "");
        } catch (IllegalStateException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException failure
                        && Objects.requireNonNullElse(failure.getSQLState(), "").startsWith(CONNECTION_FAILURE)) {
                    return new Result(List.of(), String.valueOf(failure.getMessage()));
                }
            }
            throw e;
        }
    }
}
