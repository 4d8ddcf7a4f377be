package dev.freshet.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks a .txz of programs. */
final class TarArchive {

    private static final int EXECUTABLE = 0b001_001_001;

    private TarArchive() {}

    static void unpack(InputStream archive, Path folder) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, inside(folder, entry.getName()));
            }
        }
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path path = folder.resolve(name).normalize();
        if (!path.startsWith(folder)) {
            throw new IOException("The archive has an entry outside of its folder: " + name);
        }
        return path;
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            throw new IOException("The archive has a hard link: " + entry.getName());
        } else {
            Files.copy(content, path);
            makeExecutable(entry, path);
        }
    }

    private static void makeExecutable(TarArchiveEntry entry, Path path) throws IOException {
        if ((entry.getMode() & EXECUTABLE) != 0 && !Platform.isWindows()) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
