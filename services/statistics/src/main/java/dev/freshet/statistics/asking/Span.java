package dev.freshet.statistics.asking;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** UTC days, both ends included. */
public record Span(LocalDate from, LocalDate to) {

    /** Days when the question does not begin: the last 30, like {@code get_cache_stats}. */
    static final int USUAL_DAYS = 30;

    /** Days at most: ten years and the leap days in them. */
    static final int MOST_DAYS = 3653;

    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);

    public Span {
        if (from.isAfter(to)) {
            throw new BadParameter("from", "must not be after to: " + from + " is after " + to);
        }
        long days = to.toEpochDay() - from.toEpochDay() + 1;
        if (days > MOST_DAYS) {
            throw new BadParameter(
                    "from", "at most " + MOST_DAYS + " days at once, these are " + days + ": " + from + " to " + to);
        }
    }

    /** Reads {@code from} and {@code to}. */
    public static Span of(Parameters parameters, Clock clock) {
        LocalDate to = parameters.date("to");
        LocalDate end = to == null ? LocalDate.now(clock.withZone(ZoneOffset.UTC)) : to;
        LocalDate from = parameters.date("from");
        return new Span(from == null ? usualStart(end) : from, end);
    }

    public boolean includes(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    private static LocalDate usualStart(LocalDate end) {
        LocalDate start = end.minusDays(USUAL_DAYS - 1);
        return start.isBefore(FIRST) ? FIRST : start;
    }
}
