package dev.freshet.app.kafka;

import dev.freshet.events.Topics;
import dev.freshet.migration.accounts.Account;
import dev.freshet.migration.accounts.Accounts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;

/**
 * Somebody who uses Kafka.
 *
 * @param account who it is
 * @param name under which it logs in
 * @param rights what for; anything else is refused by the broker
 */
record User(Account account, String name, List<AclBinding> rights) {

    User {
        rights = List.copyOf(rights);
    }

    /** All of an installation. */
    static List<User> of(Accounts accounts, Topics topics) {
        return Stream.of(Account.values())
                .flatMap(account -> of(account, accounts, topics).stream())
                .toList();
    }

    /** Empty for an account that has no business with Kafka. */
    private static Optional<User> of(Account account, Accounts accounts, Topics topics) {
        return accounts.user(account)
                .map(name -> new User(account, name, rights(account, new Rights(name), topics)))
                .filter(user -> !user.rights().isEmpty());
    }

    private static List<AclBinding> rights(Account account, Rights may, Topics topics) {
        return switch (account) {
            case MIGRATE -> List.of();
            case CAPTURE ->
                List.of(
                        may.writeAll(topics.changes() + "."),
                        may.write(topics.watermarks()),
                        may.write(topics.commands()),
                        may.write(topics.captureOffsets()),
                        may.read(topics.captureOffsets()));
            case INVALIDATION ->
                List.of(
                        may.readAll(topics.changes() + "."),
                        may.read(topics.watermarks()),
                        may.read(topics.commands()),
                        may.join(topics.prefix() + "-invalidation"),
                        may.write(topics.invalidations()),
                        may.write(topics.deadLetters()));
            case STATISTICS ->
                List.of(
                        may.read(topics.accesses()),
                        may.read(topics.invalidations()),
                        may.join(topics.prefix() + "-statistics"),
                        may.write(topics.deadLetters()));
            case CONSOLE -> List.of(may.write(topics.commands()), may.write(topics.accesses()));
            case SUBSCRIBER -> List.of(may.read(topics.invalidations()), may.join("subscriber"));
            case APP -> List.of(may.write(topics.accesses()), may.read(topics.invalidations()), may.join("app"));
        };
    }
}
