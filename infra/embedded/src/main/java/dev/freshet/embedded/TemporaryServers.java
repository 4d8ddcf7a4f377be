package dev.freshet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Embedded servers on free ports whose folder goes when they are closed. */
final class TemporaryServers {

    private TemporaryServers() {}

    static Servers start() {
        try {
            Path folder = Files.createTempDirectory("freshet-servers-");
            EmbeddedSettings settings = new EmbeddedSettings(folder, 0, 0, 0, Map.of());
            return EmbeddedServers.start(settings, new Binaries(sharedBinaries()), () -> Tree.delete(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path sharedBinaries() {
        return Path.of(System.getProperty("java.io.tmpdir"), "freshet-binaries-" + System.getProperty("user.name"));
    }
}
