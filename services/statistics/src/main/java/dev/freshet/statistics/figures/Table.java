package dev.freshet.statistics.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures as lines of text: a bar for each day, as long as its requests, the full part its hits. */
final class Table {

    private static final int WIDTH = 30;

    private Table() {}

    static List<String> of(List<Day> days, Summary summary) {
        List<String> lines = new ArrayList<>();
        lines.add(row("date", "requests", "hits", "hit rate", "tokens saved", summary.currency() + " saved", ""));
        long most = days.stream()
                .mapToLong(day -> day.requests().totalRequests())
                .max()
                .orElse(0);
        days.forEach(day -> lines.add(row(day.date().toString(), day.requests(), bar(day.requests(), most))));
        lines.add(row("all", summary.requests(), ""));
        return lines;
    }

    private static String row(String name, Requests requests, String bar) {
        return row(
                name,
                String.format(Locale.ROOT, "%,d", requests.totalRequests()),
                String.format(Locale.ROOT, "%,d", requests.cacheHits()),
                String.format(Locale.ROOT, "%.1f %%", requests.hitRate() * 100),
                String.format(Locale.ROOT, "%,d", requests.tokensSaved()),
                String.format(Locale.ROOT, "%,.2f", requests.moneySaved()),
                bar);
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, "%-10s %12s %12s %8s %14s %14s  %s", (Object[]) cells)
                .stripTrailing();
    }

    /** A day with traffic has a mark, however little it was. */
    private static String bar(Requests requests, long most) {
        if (requests.totalRequests() == 0) {
            return "";
        }
        int length = Math.max(1, Math.round((float) WIDTH * requests.totalRequests() / most));
        int hits = Math.toIntExact(Math.round(requests.hitRate() * length));
        return "█".repeat(hits) + "░".repeat(length - hits);
    }
}
