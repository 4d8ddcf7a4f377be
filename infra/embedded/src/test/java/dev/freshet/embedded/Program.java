package dev.freshet.embedded;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.utils.Exit;

/** A program with embedded servers, to be killed: says when it is ready, then which writes were acknowledged. */
final class Program {

    private Program() {}

    /** Takes the folder, and the status with which Kafka shall want to end the program. */
    public static void main(String[] arguments) throws Exception {
        EmbeddedSettings settings = new EmbeddedSettings(Path.of(arguments[0]), 0, 0, 0, Map.of());
        Servers servers = EmbeddedServers.start(settings, TemporaryServers.sharedBinaries(settings.folder()), () -> {});
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            servers.close();
            say("closed");
        }));
        try (Writes writes = new Writes(servers)) {
            writes.prepare();
            say("ready");
            if (arguments.length > 1) {
                Exit.halt(Integer.parseInt(arguments[1]), "for the test");
            }
            for (int number = 0; ; number++) {
                writes.write(number);
                say("wrote " + number);
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
