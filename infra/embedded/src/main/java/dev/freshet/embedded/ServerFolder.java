package dev.freshet.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder that holds all state, locked for this program until closed; a killed program's lock goes with it. */
final class ServerFolder implements Closeable {

    private final Path path;
    private final FileChannel lock;

    private ServerFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static ServerFolder lock(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new FolderInUseException(path);
            }
            return new ServerFolder(path.toRealPath(), channel);
        } catch (IOException e) {
            throw new ServerStartException("Cannot use the folder " + path + " for the servers: " + e, e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    PostgresCluster postgres(Path programs) {
        return new PostgresCluster(
                postgresData(), new PostgresPrograms(programs, Privileges.detect(), path.resolve("postgres.log")));
    }

    Path postgresData() {
        return path.resolve("postgres");
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    RedisHome redis() {
        return new RedisHome(path.resolve("redis"), path.resolve("redis.log"));
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
