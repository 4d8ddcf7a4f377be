package dev.freshet.cache;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.embedded.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A hot standby of the test servers' PostgreSQL: a copy of its data directory, taken while it runs, that follows it by
 * streaming. The programs are those of the running server.
 */
final class Standby implements AutoCloseable {

    private final Servers servers;
    private final Path folder;
    private final int port;
    private final List<String> prefix;
    private final String program;
    private final Process process;

    Standby(Servers servers) {
        this.servers = servers;
        try (Connection primary = connect(servers.jdbcUrl("postgres"))) {
            this.folder = Files.createTempDirectory("standby-");
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                this.port = free.getLocalPort();
            }
            Path data = Path.of(one(primary, "SHOW data_directory"));
            this.program = postmaster(data).info().command().orElseThrow();
            this.prefix = "root".equals(System.getProperty("user.name")) ? prefix(data) : List.of();
            copy(primary, data);
            this.process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProcessHandle postmaster(Path data) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** PostgreSQL does not run as root: in a user namespace it does not see that it does, or it is nobody. */
    private static List<String> prefix(Path data) throws IOException {
        boolean rootsFiles = Files.getAttribute(data, "unix:uid").equals(0);
        return rootsFiles
                ? List.of("unshare", "-U")
                : List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    }

    private void copy(Connection primary, Path data) throws SQLException, IOException {
        one(primary, "SELECT pg_backup_start('standby', true)");
        run("cp", "-a", data.toString(), folder.resolve("data").toString());
        String label;
        try (Statement statement = primary.createStatement();
                ResultSet row = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
            row.next();
            label = row.getString(1);
        }
        Path copied = folder.resolve("data");
        Files.delete(copied.resolve("postmaster.pid"));
        Files.writeString(copied.resolve("backup_label"), label);
        Files.writeString(copied.resolve("standby.signal"), "");
        URI address = URI.create(servers.jdbcUrl("postgres").substring("jdbc:".length()));
        Files.writeString(
                copied.resolve("freshet.conf"),
                Files.readString(copied.resolve("freshet.conf")) + "port = " + port
                        + "\nhot_standby = on\nprimary_conninfo = 'host=127.0.0.1 port=" + address.getPort() + " user="
                        + servers.user() + " password=" + servers.password() + "'\n");
        run("chown", "-R", "--reference=" + data, folder.toString());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // a file that goes while it is copied is one that recovery makes again
        process.getInputStream().readAllBytes();
        process.onExit().join();
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(program, "-D", folder.resolve("data").toString()));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("standby.log").toFile())
                .start();
    }

    HikariDataSource database(String primaryUrl) {
        String name = primaryUrl.substring(primaryUrl.lastIndexOf('/') + 1);
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            try (Connection connection = connect(url)) {
                return connection.isValid(1);
            }
        });
        HikariDataSource database = new HikariDataSource();
        database.setJdbcUrl(url);
        database.setUsername(servers.user());
        database.setPassword(servers.password());
        database.setMaximumPoolSize(4);
        return database;
    }

    private Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, servers.user(), servers.password());
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() {
        try {
            run(
                    "sh",
                    "-c",
                    "kill -INT "
                            + Files.readAllLines(folder.resolve("data/postmaster.pid"))
                                    .get(0));
            process.onExit().join();
            run("rm", "-rf", folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
