package dev.freshet.statistics.asking;

import dev.freshet.rules.RuleSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which caches and operations there are: a question about another one is a mistake. Asks the database. Thread-safe. */
public final class KnownNames {

    private final JdbcTemplate jdbc;
    private final RuleSet rules;

    public KnownNames(JdbcTemplate jdbc, RuleSet rules) {
        this.jdbc = jdbc;
        this.rules = rules;
    }

    /**
     * Looks whether they are known.
     *
     * @param cache null for all
     * @param operation null for all
     * @throws BadParameter if one of them is not
     */
    public void check(@Nullable String cache, @Nullable String operation) {
        if (cache != null && !isCache(cache)) {
            throw new BadParameter("cache", "is not known: " + Parameters.shown(cache));
        }
        if (operation != null
                && !isTrue("SELECT EXISTS (SELECT FROM freshet.operation WHERE operation = ?)", operation)) {
            throw new BadParameter("operation", "is not known: " + Parameters.shown(operation));
        }
    }

    private boolean isCache(String cache) {
        return rules.caches().containsKey(cache)
                || isTrue("SELECT EXISTS (SELECT FROM freshet.operation WHERE cache = ?)", cache)
                || isTrue("SELECT EXISTS (SELECT FROM freshet.daily_invalidation WHERE cache = ?)", cache);
    }

    private boolean isTrue(String question, String name) {
        return Boolean.TRUE.equals(jdbc.queryForObject(question, Boolean.class, name));
    }
}
