package dev.freshet.invalidation.commands;

import dev.freshet.rules.Problem;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.database.RulesCheck;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;

/** Checks rules against the live database, where it can be reached. */
final class LiveCheck {

    /** No connection, and a server that is about to stop or has just begun to start. */
    private static final Pattern AWAY = Pattern.compile("08...|57P0[1-3]");

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
                        && AWAY.matcher(Objects.requireNonNullElse(failure.getSQLState(), ""))
                                .matches()) {
                    return new Result(List.of(), String.valueOf(failure.getMessage()));
                }
            }
            throw e;
        }
    }
}
