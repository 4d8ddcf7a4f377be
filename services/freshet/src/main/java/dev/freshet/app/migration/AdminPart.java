package dev.freshet.app.migration;

import dev.freshet.migration.Pack;
import dev.freshet.migration.accounts.Roles;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an admin does, where one is given; nothing otherwise. */
final class AdminPart {

    private final @Nullable Roles roles;
    private final String user;
    private final Work work;

    /**
     * What it is done for.
     *
     * @param packs that bring roles of their own
     * @param tables that may have other owners
     * @param demo whether there is a sample course
     */
    record Work(List<Pack> packs, Set<String> tables, boolean demo) {}

    /**
     * Until it is closed, the role that migrates acts for superusers whose tables it needs.
     *
     * @param remarks for people
     */
    record Loan(@Nullable Roles roles, List<String> remarks) implements AutoCloseable {

        @Override
        public void close() {
            if (roles != null) {
                roles.endMigration();
            }
        }
    }

    /** @param user who migrates */
    AdminPart(@Nullable Roles roles, String user, Work work) {
        this.roles = roles;
        this.user = user;
        this.work = work;
    }

    Loan prepare() {
        return new Loan(roles, roles == null ? List.of() : roles.make(work.packs(), work.tables(), work.demo()));
    }

    Loan lend() {
        if (roles != null) {
            roles.beginMigration(work.tables());
        }
        return new Loan(roles, List.of());
    }

    /** Whether an earlier rollback has been here already. */
    boolean hasDroppedTheUser() {
        return roles != null && !roles.exists(user);
    }

    boolean mayDropSlots() {
        return roles != null && roles.mayDropSlots();
    }

    void dropSlot(String slot) {
        if (mayDropSlots() && roles != null) {
            roles.dropSlot(slot);
        }
    }

    List<String> drop(Collection<String> packRoles) {
        return roles == null ? List.of() : roles.drop(packRoles);
    }
}
