package dev.freshet.statistics.daily;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for: days, both ends included.
 *
 * @param cache null for all
 * @param operation null for all
 */
record Question(LocalDate from, LocalDate to, @Nullable String cache, @Nullable String operation) {

    /** Days answered when the question does not begin: the last 30, like {@code get_cache_stats}. */
    static final int USUAL_DAYS = 30;

    /** Days answered at most: ten years and the leap days in them. */
    static final int MOST_DAYS = 3653;

    private static final int LONGEST_NAME = 255;
    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    Question {
        if (from.isAfter(to)) {
            throw new BadParameter("from", "must not be after to: " + from + " is after " + to);
        }
        long days = to.toEpochDay() - from.toEpochDay() + 1;
        if (days > MOST_DAYS) {
            throw new BadParameter(
                    "from", "at most " + MOST_DAYS + " days at once, these are " + days + ": " + from + " to " + to);
        }
    }

    /**
     * Reads the parameters as they were given; null for one that was not.
     *
     * @throws BadParameter naming the one that makes no sense
     */
    static Question of(
            @Nullable String from,
            @Nullable String to,
            @Nullable String cache,
            @Nullable String operation,
            Clock clock) {
        LocalDate end = to == null ? LocalDate.now(clock.withZone(ZoneOffset.UTC)) : date("to", to);
        LocalDate start = from == null ? usualStart(end) : date("from", from);
        return new Question(start, end, name("cache", cache), name("operation", operation));
    }

    private static LocalDate usualStart(LocalDate end) {
        LocalDate start = end.minusDays(USUAL_DAYS - 1);
        return start.isBefore(FIRST) ? FIRST : start;
    }

    private static LocalDate date(String parameter, String text) {
        try {
            LocalDate date = LocalDate.parse(text);
            if (!date.isBefore(FIRST) && !date.isAfter(LAST)) {
                return date;
            }
        } catch (DateTimeParseException e) {
            throw new BadParameter(parameter, "is no date, such as 2026-01-31: " + shown(text), e);
        }
        throw new BadParameter(parameter, "must lie between " + FIRST + " and " + LAST + ": " + shown(text));
    }

    private static @Nullable String name(String parameter, @Nullable String text) {
        if (text != null && (text.isEmpty() || text.length() > LONGEST_NAME || text.indexOf('\0') >= 0)) {
            throw new BadParameter(parameter, "is no name: " + shown(text));
        }
        return text;
    }

    private static String shown(String text) {
        return '"' + text.substring(0, Math.min(text.length(), 40)).replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
