package dev.freshet.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * What the broker's configuration says: one node that is broker and controller.
 *
 * @param given win over what is set here, but for listeners, which are added
 */
record KafkaProperties(int port, int controllerPort, Map<String, String> given) {

    static final int NODE = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final Set<String> LISTS =
            Set.of("listeners", "advertised.listeners", "listener.security.protocol.map");

    Properties of(Path folder) {
        Properties properties = new Properties();
        properties.putAll(addresses());
        properties.putAll(everywhere());
        properties.put("log.dirs", folder.toString());
        properties.put("server.max.startup.time.ms", "120000");
        properties.putAll(liveness());
        given.forEach((name, value) -> properties.merge(name, value, (ours, theirs) -> joined(name, ours, theirs)));
        return properties;
    }

    /** What does not depend on where the broker runs. */
    static Map<String, String> everywhere() {
        Map<String, String> properties = new LinkedHashMap<>(smallness());
        properties.put("auto.create.topics.enable", "false");
        return properties;
    }

    private static Object joined(String name, Object ours, Object given) {
        return LISTS.contains(name) ? ours + "," + given : given;
    }

    private Map<String, String> addresses() {
        String broker = "PLAINTEXT://127.0.0.1:" + port;
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE),
                "listeners",
                broker + "," + CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort,
                "advertised.listeners",
                broker,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT",
                "controller.listener.names",
                CONTROLLER_LISTENER,
                "controller.quorum.voters",
                NODE + "@127.0.0.1:" + controllerPort);
    }

    /**
     * After a kill -9 the controller takes the broker of before for alive, and refuses the new one, until its session
     * ends: 9 seconds by default.
     */
    private static Map<String, String> liveness() {
        return Map.of("broker.session.timeout.ms", "4000", "broker.heartbeat.interval.ms", "1000");
    }

    /** One copy of everything, and no more threads, memory and files than one machine's work needs. */
    private static Map<String, String> smallness() {
        return Map.ofEntries(
                Map.entry("default.replication.factor", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "4"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("log.segment.bytes", "67108864"),
                Map.entry("log.index.size.max.bytes", "1048576"),
                Map.entry("log.cleaner.dedupe.buffer.size", "4194304"));
    }
}
