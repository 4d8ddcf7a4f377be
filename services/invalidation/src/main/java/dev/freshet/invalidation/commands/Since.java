package dev.freshet.invalidation.commands;

import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How far back, as on the command line: {@code 90s}, {@code 1h}, {@code 7d} or ISO 8601. */
final class Since implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        try {
            Duration since = DurationStyle.detectAndParse(text);
            if (!since.isNegative() && !since.isZero()) {
                return since;
            }
        } catch (IllegalArgumentException e) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    private static TypeConversionException wrong(String text) {
        return new TypeConversionException("'" + text + "' is no length of time: write 90s, 30m, 1h or 7d");
    }
}
