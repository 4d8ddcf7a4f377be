package dev.freshet.app.kafka;

import dev.freshet.events.Topics;
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

/** Makes Kafka's users what {@link Account} says: their passwords, and their rights, no more and no fewer. */
final class Accounts {

    private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_512;
    private static final int ITERATIONS = 8192;

    private final Broker broker;
    private final List<Account> all;

    Accounts(Broker broker, Topics topics) {
        this.broker = broker;
        this.all = Account.all(topics);
    }

    /** @param passwords by account; one without is left as it is */
    void make(Map<String, String> passwords) {
        List<Account> made = all.stream()
                .filter(account -> passwords.containsKey(account.name()))
                .toList();
        List<UserScramCredentialAlteration> users = new ArrayList<>();
        made.forEach(account -> users.add(new UserScramCredentialUpsertion(
                account.user(), new ScramCredentialInfo(MECHANISM, ITERATIONS), passwords.get(account.name()))));
        broker.ask("make users", admin -> admin.alterUserScramCredentials(users).all());
        made.forEach(this::allow);
    }

    private void allow(Account account) {
        Set<AclBinding> wanted = Set.copyOf(account.rights());
        Collection<AclBinding> held = rights(account);
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
                        all.stream().map(Accounts::allRights).toList())
                .all());
        List<UserScramCredentialAlteration> gone = new ArrayList<>();
        Map<String, ?> users = broker.ask(
                "list users", admin -> admin.describeUserScramCredentials().all());
        for (Account account : all) {
            if (users.containsKey(account.user())) {
                gone.add(new UserScramCredentialDeletion(account.user(), MECHANISM));
            }
        }
        broker.ask(
                "remove users", admin -> admin.alterUserScramCredentials(gone).all());
    }

    private Collection<AclBinding> rights(Account account) {
        return broker.ask(
                "list rights", admin -> admin.describeAcls(allRights(account)).values());
    }

    private static AclBindingFilter allRights(Account account) {
        return new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter("User:" + account.user(), null, AclOperation.ANY, AclPermissionType.ANY));
    }
}
