package dev.freshet.rules.database;

import dev.freshet.rules.InvalidRulesException;
import dev.freshet.rules.Problem;
import dev.freshet.rules.RuleSet;
import java.util.List;
import javax.sql.DataSource;

/** Checks rules against the database that they are about. Reads the catalogue only; changes nothing. */
public final class RulesCheck {

    @SuppressWarnings("UnusedVariable")
    private final DataSource database;

    public RulesCheck(DataSource database) {
        this.database = database;
    }

    /**
     * Checks tables, columns, types, replica identities and conditions.
     *
     * @return what works, but perhaps not as meant
     * @throws InvalidRulesException with everything that is wrong
     */
    public List<Problem> check(RuleSet rules) {
        return List.of();
    }
}
