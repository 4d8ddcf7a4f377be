package dev.freshet.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The rules files among the test resources; beside a bad one lies the message that it gets. */
final class RulesFiles {

    private RulesFiles() {}

    static List<Path> in(String folder) {
        try (Stream<Path> files =
                Files.list(Path.of(RulesFiles.class.getResource(folder).toURI()))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(folder, e);
        }
    }

    static RuleSet good(String name) {
        return in("good").stream()
                .filter(file -> name(file).equals(name))
                .map(file -> RulesFile.read(name, text(file)))
                .findFirst()
                .orElseThrow();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(Path file) {
        return file.getFileName().toString();
    }

    /** The messages expected of a bad file. */
    static String messages(Path file) {
        return text(file.resolveSibling(name(file).replace(".yaml", ".txt")));
    }
}
