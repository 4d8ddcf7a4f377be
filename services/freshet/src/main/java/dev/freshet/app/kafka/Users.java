package dev.freshet.app.kafka;

import dev.freshet.migration.accounts.Account;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePatternFilter;

/** Makes Kafka's users what {@link User} says: their passwords, and their rights, no more and no fewer. */
final class Users {

    private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_512;
    private static final int ITERATIONS = 8192;

    private final Broker broker;
    private final List<User> all;

    Users(Broker broker, List<User> all) {
        this.broker = broker;
        this.all = List.copyOf(all);
    }

    /** @param passwords by account; one without is left as it is */
    void make(Map<Account, String> passwords) {
        List<User> made = all.stream()
                .filter(user -> passwords.containsKey(user.account()))
                .toList();
        List<UserScramCredentialAlteration> users = new ArrayList<>();
        made.forEach(user -> users.add(new UserScramCredentialUpsertion(
                user.name(), new ScramCredentialInfo(MECHANISM, ITERATIONS), passwords.get(user.account()))));
        broker.ask("make users", admin -> admin.alterUserScramCredentials(users).all());
        made.forEach(this::allow);
    }

    private void allow(User user) {
        Set<AclBinding> wanted = Set.copyOf(user.rights());
        Collection<AclBinding> held = rights(user);
        List<AclBindingFilter> superfluous = held.stream()
                .filter(right -> !wanted.contains(right))
                .map(AclBinding::toFilter)
                .toList();
        Set<AclBinding> missing = new HashSet<>(wanted);
        missing.removeAll(held);
        broker.ask("grant rights", admin -> admin.createAcls(missing).all());
        broker.ask("revoke rights", admin -> admin.deleteAcls(superfluous).all());
    }

    /** Takes away the users that exist, with their rights. */
    void remove() {
        broker.ask("revoke rights", admin -> admin.deleteAcls(
                        all.stream().map(Users::allRights).toList())
                .all());
        List<UserScramCredentialAlteration> gone = new ArrayList<>();
        Map<String, ?> users = broker.ask(
                "list users", admin -> admin.describeUserScramCredentials().all());
        for (User user : all) {
            if (users.containsKey(user.name())) {
                gone.add(new UserScramCredentialDeletion(user.name(), MECHANISM));
            }
        }
        broker.ask(
                "remove users", admin -> admin.alterUserScramCredentials(gone).all());
    }

    private Collection<AclBinding> rights(User user) {
        return broker.ask(
                "list rights", admin -> admin.describeAcls(allRights(user)).values());
    }

    private static AclBindingFilter allRights(User user) {
        return new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter("User:" + user.name(), null, AclOperation.ANY, AclPermissionType.ANY));
    }
}
