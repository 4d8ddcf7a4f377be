package dev.freshet.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrivilegesIT {

    @Test
    void rootsPostgresWorksInANamespaceAndInAContainerOnTheSameFolder() throws Exception {
        assumeThat(Privileges.detect()).as("only root may choose").isEqualTo(Privileges.NAMESPACE);
        Path folder = Files.createTempDirectory("freshet-privileges-").toRealPath();
        Binaries.makeReadable(folder);
        try {
            for (Privileges privileges : List.of(Privileges.DROPPED, Privileges.NAMESPACE, Privileges.DROPPED)) {
                startAndStop(folder, privileges);
            }
        } finally {
            Tree.delete(folder);
        }
    }

    private static void startAndStop(Path folder, Privileges privileges) throws Exception {
        PostgresPrograms programs = new PostgresPrograms(
                TemporaryServers.sharedBinaries(folder).postgres(), privileges, folder.resolve("postgres.log"));
        PostgresCluster cluster = new PostgresCluster(folder.resolve("postgres"), programs);
        try (Postgres postgres = Postgres.start(cluster, freePort(), Map.of())) {
            assertThat(postgres.title()).isEqualTo("PostgreSQL 18.6");
        }
        assertThat(Files.getAttribute(cluster.data(), "unix:uid")).isEqualTo(privileges.owner());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(Loopback.address(0));
            return socket.getLocalPort();
        }
    }
}
