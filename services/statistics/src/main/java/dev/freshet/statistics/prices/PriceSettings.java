package dev.freshet.statistics.prices;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What answers cost. The first price that is not 0 holds for what was counted before it, too; a changed one, and the first of
 * an operation that had the usual price until then, from the UTC day of the change on.
 *
 * @param currency in which all prices are given; a name only
 * @param perAnswer of operations without a price of their own, for every answer
 * @param perMillionTokens of operations without a price of their own, for a million model tokens
 * @param operations by operation: its own per-answer and per-million-tokens
 */
@ConfigurationProperties("freshet.statistics.prices")
public record PriceSettings(
        @DefaultValue("USD") String currency,
        @DefaultValue("0") BigDecimal perAnswer,
        @DefaultValue("0") BigDecimal perMillionTokens,
        @DefaultValue Map<String, Price> operations) {

    public PriceSettings {
        operations = Map.copyOf(operations);
    }

    /** By operation; under the empty name the one of all others. */
    Map<String, Price> prices() {
        Map<String, Price> prices = new TreeMap<>(operations);
        prices.put("", new Price(perAnswer, perMillionTokens));
        return prices;
    }
}
