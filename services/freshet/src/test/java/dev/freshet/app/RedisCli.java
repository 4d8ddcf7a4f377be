package dev.freshet.app;

import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.Locale;

/** As much of {@code redis-cli} as the tutorial asks for: {@code -p PORT SET|EXISTS key …}. */
final class RedisCli {

    private RedisCli() {}

    public static void main(String[] words) {
        if (!words[0].equals("-p")) {
            throw new IllegalArgumentException("-p PORT, not " + words[0]);
        }
        CommandType command = CommandType.valueOf(words[2].toUpperCase(Locale.ROOT));
        CommandArgs<String, String> arguments =
                new CommandArgs<>(StringCodec.UTF8).addKeys(List.of(words).subList(3, words.length));
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + words[1]);
        try (var connection = client.connect()) {
            System.out.println(
                    command == CommandType.EXISTS
                            ? "" + connection.sync().dispatch(command, new IntegerOutput<>(StringCodec.UTF8), arguments)
                            : connection.sync().dispatch(command, new StatusOutput<>(StringCodec.UTF8), arguments));
        } finally {
            client.shutdown();
        }
    }
}
