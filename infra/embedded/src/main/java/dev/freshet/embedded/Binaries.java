package dev.freshet.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * The servers' programs, unpacked from the class path into a folder once and found there afterwards.
 *
 * <p>Each appears under its final name only when it is complete, so that programs may share the folder.
 */
record Binaries(Path folder) {

    static final String REDIS_EXECUTABLE = ExecutableProvider.ENVIRONMENT_EXECUTABLE_LOCATION;

    /** The folder that has PostgreSQL's {@code bin}, named by its archive's content. */
    Path postgres() throws IOException {
        byte[] archive = postgresArchive();
        return unpackedOnce(
                "postgres-" + digest(archive), target -> TarArchive.unpack(new ByteArrayInputStream(archive), target));
    }

    /** The Redis server, or the one that the user names instead. */
    Path redis() throws IOException {
        String other = System.getenv(REDIS_EXECUTABLE);
        return other != null ? Path.of(other) : packagedRedis();
    }

    private Path packagedRedis() throws IOException {
        OsArchitecture platform = OsArchitecture.detectOSandArchitecture();
        String resource = ExecutableProvider.newProvidedVersionsMap().get(platform);
        if (resource == null) {
            throw new IOException("No Redis is packaged for " + platform + ": name one in " + REDIS_EXECUTABLE);
        }
        String program = Platform.executable("redis-server");
        return unpackedOnce(resource.substring(1), target -> {
                    File unpacked = ExecutableProvider.newJarResourceProvider(target.toFile())
                            .get();
                    Files.move(unpacked.toPath(), target.resolve(program));
                })
                .resolve(program);
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
            makeReadable(unfinished);
            Files.move(unfinished, done, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Tree.delete(unfinished);
            if (!Files.isDirectory(done)) {
                throw e;
            }
        }
        return done;
    }

    /** Temporary folders are private at first; PostgreSQL may have to run as another user. */
    static void makeReadable(Path folder) throws IOException {
        if (!Platform.isWindows()) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
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
