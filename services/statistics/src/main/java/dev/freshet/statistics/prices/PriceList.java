package dev.freshet.statistics.prices;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * {@code freshet.price}: which price held when, so that a new one does not change what was saved before it. Thread-safe.
 */
final class PriceList {

    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final Clock clock;

    PriceList(JdbcTemplate jdbc, TransactionOperations transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Makes these the prices from today on. */
    void set(Map<String, Price> prices) {
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        transactions.executeWithoutResult(status -> {
            // of two processes that start at once the second sees what the first has set
            jdbc.queryForList("SELECT pg_advisory_xact_lock(hashtext('freshet.price'))");
            Map<String, Price> current = current();
            Set<String> known = new HashSet<>(jdbc.queryForList("SELECT operation FROM freshet.price", String.class));
            TreeSet<String> operations = new TreeSet<>(prices.keySet());
            operations.addAll(current.keySet());
            if (!known.contains("") && prices.getOrDefault("", Price.NONE).isSameAs(Price.NONE)) {
                operations.remove(""); // nothing was ever said: what is said first will hold for all days
            }
            operations.forEach(operation -> set(
                    operation,
                    current.get(operation),
                    prices.get(operation),
                    today,
                    known.contains(operation) || known.contains("") ? today.toString() : "-infinity"));
        });
    }

    private Map<String, Price> current() {
        Map<String, Price> current = new HashMap<>();
        jdbc.query(
                "SELECT operation, per_answer, per_million_tokens FROM freshet.price WHERE until = 'infinity'", row -> {
                    current.put(row.getString(1), new Price(row.getBigDecimal(2), row.getBigDecimal(3)));
                });
        return current;
    }

    private void set(String operation, @Nullable Price before, @Nullable Price now, LocalDate today, String since) {
        if (before != null && now != null && before.isSameAs(now)) {
            return;
        }
        if (before != null) {
            jdbc.update(
                    "DELETE FROM freshet.price WHERE operation = ? AND until = 'infinity' AND since >= ?",
                    operation,
                    today);
            jdbc.update(
                    "UPDATE freshet.price SET until = ? WHERE operation = ? AND until = 'infinity'", today, operation);
        }
        if (now != null) {
            jdbc.update(
                    """
                    INSERT INTO freshet.price (operation, since, per_answer, per_million_tokens)
                    VALUES (?, ?::date, ?, ?)""",
                    operation,
                    since,
                    now.perAnswer(),
                    now.perMillionTokens());
        }
    }
}
