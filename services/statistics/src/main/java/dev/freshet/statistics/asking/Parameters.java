package dev.freshet.statistics.asking;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request's parameters as they came. Each method throws a {@link BadParameter} that names the one that makes no sense.
 *
 * @param given every value of each
 */
public record Parameters(Map<String, List<String>> given) {

    private static final int LONGEST_NAME = 255;
    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    /** Looks that there is no other than these: one that is misspelt would silently be left out. */
    public Parameters only(String... known) {
        for (String parameter : given.keySet()) {
            if (!List.of(known).contains(parameter)) {
                throw new BadParameter(cut(parameter), "is not known here; there are " + String.join(", ", known));
            }
        }
        return this;
    }

    /** The value; null when it was not given. */
    public @Nullable String once(String parameter) {
        List<String> values = given.getOrDefault(parameter, List.of());
        if (values.size() > 1) {
            throw new BadParameter(parameter, "is given " + values.size() + " times");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** A date; null when it was not given. */
    public @Nullable LocalDate date(String parameter) {
        String text = once(parameter);
        if (text == null) {
            return null;
        }
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

    /** A name that could be one of ours; null when it was not given. */
    public @Nullable String name(String parameter) {
        String text = once(parameter);
        if (text != null && (text.isEmpty() || text.length() > LONGEST_NAME || text.indexOf('\0') >= 0)) {
            throw new BadParameter(parameter, "is no name: " + shown(text));
        }
        return text;
    }

    /** A whole number. */
    public int number(String parameter, int usual, int least, int most) {
        String text = once(parameter);
        if (text == null) {
            return usual;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new BadParameter(parameter, "is no whole number that makes sense: " + shown(text), e);
        }
        throw new BadParameter(parameter, "must be " + least + " to " + most + ": " + shown(text));
    }

    /** One of some words; the first when it was not given. */
    public String word(String parameter, List<String> words) {
        String text = Objects.requireNonNullElse(once(parameter), words.get(0));
        if (!words.contains(text)) {
            throw new BadParameter(parameter, "must be one of " + String.join(", ", words) + ": " + shown(text));
        }
        return text;
    }

    static String shown(String text) {
        return '"' + cut(text) + '"';
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), 40)).replaceAll("\\p{Cntrl}", "?");
    }
}
