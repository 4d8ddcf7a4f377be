package dev.freshet.statistics.folding;

import dev.freshet.statistics.folding.Condition.Illness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Down while a consumer of this process does not get on, or has ended, with the reason; a lag alone is no illness.
 * Thread-safe.
 */
final class StatisticsHealth implements HealthIndicator {

    private final FoldingConsumers consumers;
    private final Ledger ledger;
    private final Map<Fold<?>, Lag> lags;

    StatisticsHealth(FoldingConsumers consumers, Ledger ledger, Map<Fold<?>, Lag> lags) {
        this.consumers = consumers;
        this.ledger = ledger;
        this.lags = Map.copyOf(lags);
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        lags.forEach((fold, lag) -> describe(fold, lag, health));
        return health.build();
    }

    private void describe(Fold<?> fold, Lag lag, Health.Builder health) {
        Map<String, Object> details = new LinkedHashMap<>();
        String reason = whyNot(fold);
        try {
            Lag.Reading reading = lag.read();
            details.put("lag", reading.records());
            details.put("positions", reading.positions());
        } catch (RuntimeException e) {
            reason = reason == null ? String.valueOf(e.getMessage()) : reason;
        }
        Tally tally = ledger.tally(fold);
        details.put("parked", tally.parked());
        details.put("lost", tally.lost());
        lastFailures(fold).stream().findFirst().ifPresent(last -> details.put("lastFailure", last));
        if (reason != null) {
            details.put("reason", reason);
            health.down();
        }
        health.withDetail(fold.name(), details);
    }

    private @Nullable String whyNot(Fold<?> fold) {
        if (consumers.isRunning()
                && consumers.of(fold).anyMatch(member -> !member.container().isRunning())) {
            return "a consumer has ended: see the log, restart this process";
        }
        return consumers
                .of(fold)
                .map(member -> member.condition().illness())
                .filter(Objects::nonNull)
                .map(Illness::reason)
                .findFirst()
                .orElse(null);
    }

    private List<Map<String, String>> lastFailures(Fold<?> fold) {
        return consumers
                .of(fold)
                .map(member -> member.condition().last())
                .filter(Objects::nonNull)
                .map(last -> Map.of("reason", last.reason(), "at", last.at().toString()))
                .toList();
    }
}
