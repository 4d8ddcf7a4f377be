package dev.freshet.cache;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Three masters that share the slots. */
final class OwnCluster implements AutoCloseable {

    private static final int SLOTS = 16384;
    private static final Duration JOINED = Duration.ofSeconds(60);
    private static final String[] OPTIONS = {"--cluster-enabled", "yes", "--cluster-node-timeout", "5000"};

    private final List<OwnRedis> nodes = List.of(new OwnRedis(OPTIONS), new OwnRedis(OPTIONS), new OwnRedis(OPTIONS));
    private final RedisClusterClient client;

    OwnCluster() {
        for (int i = 0; i < nodes.size(); i++) {
            try (RedisClient node = RedisClient.create(nodes.get(i).uri())) {
                RedisCommands<String, String> commands = node.connect().sync();
                commands.clusterAddSlots(IntStream.range(SLOTS * i / nodes.size(), SLOTS * (i + 1) / nodes.size())
                        .toArray());
                commands.clusterMeet("127.0.0.1", nodes.get(0).port());
            }
        }
        for (OwnRedis each : nodes) {
            try (RedisClient node = RedisClient.create(each.uri())) {
                RedisCommands<String, String> commands = node.connect().sync();
                await().atMost(JOINED).until(() -> commands.clusterInfo().contains("cluster_state:ok"));
            }
        }
        client = RedisClusterClient.create(nodes.get(0).uri());
        client.refreshPartitions();
    }

    RedisClusterClient client() {
        return client;
    }

    @Override
    public void close() {
        client.shutdown();
        nodes.forEach(OwnRedis::close);
    }
}
