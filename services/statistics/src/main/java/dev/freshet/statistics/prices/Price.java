package dev.freshet.statistics.prices;

import java.math.BigDecimal;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What computing an answer costs, and so what a hit saves.
 *
 * @param perAnswer for every answer
 * @param perMillionTokens for a million model tokens
 */
public record Price(@DefaultValue("0") BigDecimal perAnswer, @DefaultValue("0") BigDecimal perMillionTokens) {

    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000);

    static final Price NONE = new Price(BigDecimal.ZERO, BigDecimal.ZERO);

    public Price {
        if (perAnswer.signum() < 0 || perMillionTokens.signum() < 0) {
            throw new IllegalArgumentException("a price in freshet.statistics.prices must not be negative");
        }
        if (perAnswer.max(perMillionTokens).compareTo(MOST) > 0) {
            throw new IllegalArgumentException("a price in freshet.statistics.prices must not be more than " + MOST);
        }
    }

    boolean isSameAs(Price other) {
        return perAnswer.compareTo(other.perAnswer) == 0 && perMillionTokens.compareTo(other.perMillionTokens) == 0;
    }
}
