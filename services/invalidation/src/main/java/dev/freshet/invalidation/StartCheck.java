package dev.freshet.invalidation;

import dev.freshet.invalidation.rows.RowAccess;
import dev.freshet.rules.RuleSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DataAccessException;

/** Refuses a start that could remove nothing. A database that is away for the moment is asked with the first batch. */
final class StartCheck implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

    private final RowAccess access;
    private final RuleSet rules;

    StartCheck(RowAccess access, RuleSet rules) {
        this.access = access;
        this.rules = rules;
    }

    @Override
    public void afterSingletonsInstantiated() {
        try {
            access.require(rules.caches().values());
        } catch (DataAccessException e) {
            if (!Failures.isPassing(e)) {
                throw e;
            }
            LOG.warn("The database cannot be asked yet, invalidation goes on trying: {}", Failures.reason(e));
        }
    }
}
