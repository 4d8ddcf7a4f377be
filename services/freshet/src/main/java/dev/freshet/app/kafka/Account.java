package dev.freshet.app.kafka;

import dev.freshet.events.Topics;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;

/**
 * Who uses Kafka, and what for. What is not named here is refused by the broker.
 *
 * @param name as the settings call it
 * @param rights all of them; their principal is the user
 */
record Account(String name, List<AclBinding> rights) {

    Account {
        rights = List.copyOf(rights);
    }

    /** All that there are. */
    static List<Account> all(Topics topics) {
        return Stream.of("capture", "invalidation", "statistics", "console", "app", "subscriber")
                .map(name -> new Account(name, rights(name, new Rights(user(name)), topics)))
                .toList();
    }

    private static List<AclBinding> rights(String name, Rights may, Topics topics) {
        return switch (name) {
            case "capture" ->
                List.of(
                        may.writeAll(topics.changes() + "."),
                        may.write(topics.watermarks()),
                        may.write(topics.commands()),
                        may.write(topics.captureOffsets()),
                        may.read(topics.captureOffsets()));
            case "invalidation" ->
                List.of(
                        may.readAll(topics.changes() + "."),
                        may.read(topics.watermarks()),
                        may.read(topics.commands()),
                        may.join(topics.prefix() + "-invalidation"),
                        may.write(topics.invalidations()),
                        may.write(topics.deadLetters()));
            case "statistics" ->
                List.of(
                        may.read(topics.accesses()),
                        may.read(topics.invalidations()),
                        may.join(topics.prefix() + "-statistics"),
                        may.write(topics.deadLetters()));
            case "console" -> List.of(may.write(topics.commands()), may.write(topics.accesses()));
            case "app" -> List.of(may.write(topics.accesses()), may.read(topics.invalidations()), may.join(name));
            default -> List.of(may.read(topics.invalidations()), may.join(name));
        };
    }

    /** The name under which it logs in. */
    String user() {
        return user(name);
    }

    private static String user(String name) {
        return name.equals("app") ? name : "freshet_" + name;
    }
}
