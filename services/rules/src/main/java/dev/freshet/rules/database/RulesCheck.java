package dev.freshet.rules.database;

import dev.freshet.rules.CacheRule;
import dev.freshet.rules.InvalidRulesException;
import dev.freshet.rules.Problem;
import dev.freshet.rules.RowsRule;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.SourceRule;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Checks rules against the database that they are about. Reads only, in a read-only transaction that is rolled back.
 * Thread-safe if the data source is.
 */
public final class RulesCheck {

    private final DataSource database;

    public RulesCheck(DataSource database) {
        this.database = database;
    }

    /**
     * Checks tables, columns, types, replica identities and conditions.
     *
     * @return warnings: what works, but perhaps not as meant
     * @throws InvalidRulesException with everything that is wrong
     * @throws IllegalStateException if the database cannot be asked
     */
    public List<Problem> check(RuleSet rules) {
        try (Connection connection = database.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                beginReadOnly(connection);
                return check(rules, connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the rules cannot be checked against the database: " + e.getMessage(), e);
        }
    }

    static void beginReadOnly(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION READ ONLY");
        }
    }

    private static List<Problem> check(RuleSet rules, Connection connection) throws SQLException {
        Findings findings = new Findings(rules.places());
        KnownTables tables = new KnownTables(new Catalogue(connection), findings);
        CacheCheck cacheCheck = new CacheCheck(findings, new FreshCondition(connection));
        for (CacheRule cache : rules.caches().values()) {
            @Nullable RowsRule rows = cache.rows();
            if (rows != null) {
                Optional<Table> table = tables.find(rows.table(), Where.of("caches", cache.name(), "rows", "table"));
                if (table.isPresent()) {
                    cacheCheck.check(cache, rows, table.get());
                }
            }
        }
        SourceCheck sourceCheck = new SourceCheck(findings, rules, tables);
        for (SourceRule source : rules.sources().values()) {
            Optional<Table> table = tables.find(
                    source.table(), Where.of("sources", source.table().toString()));
            if (table.isPresent()) {
                sourceCheck.check(source, table.get());
            }
        }
        return findings.warnings();
    }
}
