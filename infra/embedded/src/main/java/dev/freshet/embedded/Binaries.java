package dev.freshet.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import redis.embedded.core.ExecutableProvider;

/**
 * The servers' programs, unpacked from the class path into a folder once and found there afterwards.
 *
 * <p>Each appears under its final name only when it is complete, so that programs may share the folder.
 */
record Binaries(Path folder) {

    /** The folder that has PostgreSQL's {@code bin}, named by its archive's content. */
    Path postgres() throws IOException {
        byte[] archive = postgresArchive();
        return unpackedOnce(
                "postgres-" + digest(archive), target -> TarArchive.unpack(new ByteArrayInputStream(archive), target));
    }

    Path redis() throws IOException {
        Path home = unpackedOnce("redis-1.4.4", target -> ExecutableProvider.newJarResourceProvider(target.toFile())
                .get());
        try (var files = Files.list(home)) {
            return files.findFirst().orElseThrow();
        }
    }

    private Path unpackedOnce(String name, Unpacking unpacking) throws IOException {
        Path done = folder.resolve(name);
        if (Files.isDirectory(done)) {
            return done;
        }
        Files.createDirectories(folder);
        Path unfinished = Files.createTempDirectory(folder, "unpacking-");
        try {
            unpacking.into(unfinished);
            Files.move(unfinished, done, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Tree.delete(unfinished);
            if (!Files.isDirectory(done)) {
                throw e;
            }
        }
        return done;
    }

    private static byte[] postgresArchive() throws IOException {
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                Platform.postgresName(), System.getProperty("os.arch"))) {
            return archive.readAllBytes();
        }
    }

    private static String digest(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Unpacking {
        void into(Path target) throws IOException;
    }
}
