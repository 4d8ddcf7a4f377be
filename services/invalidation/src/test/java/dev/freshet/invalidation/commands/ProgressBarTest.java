package dev.freshet.invalidation.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private final StringWriter screen = new StringWriter();

    @Test
    void growsAndLeavesAnEmptyLine() {
        try (ProgressBar bar = new ProgressBar(new PrintWriter(screen), true)) {
            LongConsumer progress = bar.begin(2000);
            progress.accept(500);
            progress.accept(2000);
        }

        String last = "[" + "#".repeat(40) + "] 2,000 of 2,000 changes";
        assertThat(screen.toString())
                .isEqualTo("\r[" + "#".repeat(10) + ".".repeat(30) + "] 500 of 2,000 changes" + "\r" + last + "\r"
                        + " ".repeat(last.length()) + "\r");
    }

    @Test
    void nothingToReadIsAllRead() {
        try (ProgressBar bar = new ProgressBar(new PrintWriter(screen), true)) {
            bar.begin(0).accept(0);
        }

        assertThat(screen.toString()).contains("#".repeat(40));
    }

    @Test
    void showsNothingWhereThereIsNoTerminal() {
        try (ProgressBar bar = new ProgressBar(new PrintWriter(screen), false)) {
            bar.begin(10).accept(10);
        }

        assertThat(screen.toString()).isEmpty();
    }
}
