package dev.freshet.invalidation.dryrun;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A forecast for people. */
final class ForecastText {

    private final StringBuilder text = new StringBuilder();

    private ForecastText() {}

    static String of(Forecast forecast) {
        return new ForecastText().forecast(forecast).toString();
    }

    private StringBuilder forecast(Forecast forecast) {
        line("Changes recorded from %s to %s:", forecast.since(), forecast.until());
        forecast.sources().forEach(this::source);
        line("");
        if (forecast.caches().isEmpty()) {
            line("Nothing would be removed.");
        }
        forecast.caches().forEach(this::cache);
        forecast.notes().forEach(note -> line("Note: %s", note));
        line("Nothing has been touched.");
        return text;
    }

    private void source(Forecast.Source source) {
        if (!source.recorded()) {
            line("  %s: not captured so far, so nothing is recorded", source.table());
            return;
        }
        line("  %s: %,d, of which %,d make something stale", source.table(), source.changes(), source.effective());
        if (source.unreadable() > 0) {
            line("    %,d of them cannot be read, and make all stale that the table feeds", source.unreadable());
        }
    }

    private void cache(Forecast.Cache cache) {
        line(
                "%s: %s%s rows and %s keys of those that there are now would go",
                cache.cache(), cache.whole() ? "the whole cache; " : "", count(cache.rows()), count(cache.keys()));
        tags(cache.stale());
        long others = cache.tags() - cache.stale().size();
        if (others > 0) {
            line("  … and %,d more; --limit lists more of them", others);
        }
        line("");
    }

    private void tags(List<Forecast.Tag> tags) {
        if (!tags.isEmpty()) {
            line("  %9s %9s %9s  %s", "changes", "rows", "keys", "tag");
        }
        tags.forEach(tag -> line("  %,9d %9s %9s  %s", tag.changes(), count(tag.rows()), count(tag.keys()), tag.tag()));
    }

    private static String count(@Nullable Long count) {
        return count == null ? "?" : String.format(Locale.ROOT, "%,d", count);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
