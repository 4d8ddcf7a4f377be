package dev.freshet.embedded;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the server's configuration says beyond PostgreSQL's own defaults. */
final class PostgresParameters {

    private PostgresParameters() {}

    /** As lines of postgresql.conf; those given win. */
    static String of(int port, Map<String, String> given) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("listen_addresses", "127.0.0.1");
        all.put("port", Integer.toString(port));
        all.put("unix_socket_directories", "");
        all.putAll(everywhere());
        all.putAll(given);
        return all.entrySet().stream()
                .map(entry -> entry.getKey() + " = '" + entry.getValue().replace("'", "''") + "'\n")
                .collect(Collectors.joining());
    }

    /** What does not depend on where the server runs. */
    static Map<String, String> everywhere() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("password_encryption", "scram-sha-256");
        all.put("wal_level", "logical");
        all.put("fsync", "on");
        all.put("synchronous_commit", "on");
        all.put("full_page_writes", "on");
        all.put("max_wal_senders", "64");
        all.put("max_replication_slots", "64");
        all.put("max_connections", "200");
        all.put("timezone", "UTC");
        all.put("log_timezone", "UTC");
        return all;
    }
}
