package dev.freshet.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a server's log, to show why it did not start. */
record LogTail(Path log) {

    private static final int LINES = 10;

    @Override
    public String toString() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return "The end of " + log + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        } catch (IOException e) {
            return "Its log " + log + " cannot be read: " + e;
        }
    }
}
