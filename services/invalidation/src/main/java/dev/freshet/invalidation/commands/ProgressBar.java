package dev.freshet.invalidation.commands;

import dev.freshet.invalidation.dryrun.DryRun;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongConsumer;

/** A bar on a terminal, drawn anew as the replay goes on, and removed at its end; nothing where there is no terminal. */
final class ProgressBar implements DryRun.Progress, AutoCloseable {

    private static final int WIDTH = 40;

    private final PrintWriter terminal;
    private final boolean visible;
    private int drawn;

    ProgressBar(PrintWriter terminal, boolean visible) {
        this.terminal = terminal;
        this.visible = visible;
    }

    @Override
    public LongConsumer begin(long total) {
        return done -> draw(done, total);
    }

    private void draw(long done, long total) {
        if (visible) {
            int full = (int) (total == 0 ? WIDTH : WIDTH * done / total);
            String bar = String.format(
                    Locale.ROOT, "[%s%s] %,d of %,d changes", "#".repeat(full), ".".repeat(WIDTH - full), done, total);
            drawn = bar.length();
            terminal.print("\r" + bar);
            terminal.flush();
        }
    }

    @Override
    public void close() {
        if (drawn > 0) {
            terminal.print("\r" + " ".repeat(drawn) + "\r");
            terminal.flush();
        }
    }
}
