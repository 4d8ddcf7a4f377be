package dev.freshet.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Kafka broker and its controller, inside this JVM. */
final class Kafka implements Server {

    private static final Logger LOG = LoggerFactory.getLogger(Kafka.class);

    private final KafkaRaftServer server;
    private final BrokerExit exit;
    private final int port;

    private Kafka(KafkaRaftServer server, BrokerExit exit, int port) {
        this.server = server;
        this.exit = exit;
        this.port = port;
    }

    static Kafka start(Path folder, KafkaProperties properties) throws Exception {
        if (!Files.exists(folder.resolve("meta.properties"))) {
            format(folder);
        }
        BrokerExit exit = BrokerExit.beforeStart();
        KafkaConfig config = KafkaConfig.fromProps(properties.of(folder), false);
        Kafka kafka = new Kafka(new KafkaRaftServer(config, Time.SYSTEM), exit, properties.port());
        kafka.startUp();
        return kafka;
    }

    /** Kafka writes meta.properties last: without it, the folder is new or was left half-way. */
    private static void format(Path folder) throws Exception {
        Files.createDirectories(folder);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(KafkaProperties.NODE)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(folder.toString()))
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName(KafkaProperties.CONTROLLER_LISTENER)
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .run();
    }

    private void startUp() {
        boolean started = false;
        try {
            server.startup();
            started = true;
            exit.started();
        } finally {
            if (!started) {
                close();
            }
        }
    }

    @Override
    public String title() {
        return "Kafka " + AppInfoParser.getVersion();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        exit.stopping();
        server.shutdown();
        server.awaitShutdown();
        LOG.debug("{} stopped", title());
    }
}
