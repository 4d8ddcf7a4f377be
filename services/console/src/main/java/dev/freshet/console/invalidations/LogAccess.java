package dev.freshet.console.invalidations;

import dev.freshet.refusal.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Refuses a start with a user who may not read the log of invalidations; a database that is away is none. */
final class LogAccess implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(LogAccess.class);

    private final JdbcClient database;

    LogAccess(JdbcClient database) {
        this.database = database;
    }

    @Override
    public void afterSingletonsInstantiated() {
        try {
            require();
        } catch (DataAccessResourceFailureException | TransientDataAccessException e) {
            LOG.warn("The database cannot be asked yet: {}", e.getMessage());
        }
    }

    private void require() {
        String user = text("SELECT quote_ident(current_user)");
        if (!may("to_regclass('freshet.invalidation_log') IS NOT NULL")) {
            throw new Refusal(
                    "the console needs table freshet.invalidation_log, and there is none", "run 'freshet migrate'");
        }
        if (!may("has_table_privilege('freshet.invalidation_log', 'SELECT')")) {
            throw new Refusal(
                    "the database user " + user + " may not read freshet.invalidation_log",
                    "run 'freshet migrate', or let the owner run: GRANT SELECT ON freshet.invalidation_log TO " + user);
        }
    }

    private boolean may(String question) {
        return text("SELECT (" + question + ")::text").equals("true");
    }

    private String text(String query) {
        return database.sql(query).query(String.class).single();
    }
}
