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
            Binaries.makeReadable(folder);
            EmbeddedSettings settings = new EmbeddedSettings(folder, 0, 0, 0, Map.of());
            return EmbeddedServers.start(settings, sharedBinaries(folder), () -> Tree.delete(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Unpacked once for all of a user's tests. Programs are run from there, and anybody may create folders beside it:
     * one of somebody else's is refused.
     */
    static Binaries sharedBinaries(Path ownFolder) throws IOException {
        Path shared = ownFolder.resolveSibling("freshet-binaries-" + System.getProperty("user.name"));
        Files.createDirectories(shared);
        if (!Files.getOwner(shared).equals(Files.getOwner(ownFolder))) {
            throw new IllegalStateException("The folder " + shared + " belongs to somebody else: remove it");
        }
        return new Binaries(shared);
    }
}
