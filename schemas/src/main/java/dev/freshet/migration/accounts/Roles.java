package dev.freshet.migration.accounts;

import dev.freshet.migration.Pack;
import dev.freshet.refusal.Refusal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/**
 * The roles of an installation, made and dropped by an admin: a superuser, or a user with CREATEROLE as managed services
 * give. Every statement may be repeated; roles that others made are left as they are, but for grants. Not thread-safe.
 */
public final class Roles {

    /** The comment on the roles that we made. */
    static final String MADE_BY_US = "Made by Freshet; its rollback drops it";

    private final DataSource admin;
    private final Accounts accounts;
    private final String publication;

    /**
     * @param admin to the database that is to be installed in
     * @param publication its name, for its owner
     */
    public Roles(DataSource admin, Accounts accounts, String publication) {
        this.admin = admin;
        this.accounts = accounts;
        this.publication = publication;
    }

    /**
     * Makes or updates them: passwords, and what they may before anything is installed. The role that migrates may act for
     * the owners of the tables; for a superuser only until {@link #endMigration}.
     *
     * @param packs whose own roles are made, too
     * @param tables that the rules name, as in a statement
     * @param demo whether tables will be handed over to the application
     * @return remarks for people
     * @throws Refusal with the GRANT that is missing
     */
    public List<String> make(Collection<Pack> packs, Collection<String> tables, boolean demo) {
        return with(session -> {
            Making making = new Making(session, accounts);
            making.requireMayCreateRoles();
            for (Account account : Account.OF_THE_DATABASE) {
                String role = accounts.user(account).orElse(null);
                if (role != null) {
                    making.make(account, role);
                }
            }
            for (Pack pack : packs) {
                String sql = pack.roles();
                if (sql != null) {
                    session.run(sql);
                }
            }
            making.letReplicate(user(Account.CAPTURE));
            making.letInstall(user(Account.MIGRATE), demo && accounts.application() != null);
            beginMigration(session, tables, demo);
            return making.remarks();
        });
    }

    /** Lets the role that migrates act for the owners of tables, as {@link #make} does. */
    public void beginMigration(Collection<String> tables) {
        with(session -> {
            if (session.is("SELECT true FROM pg_catalog.pg_roles WHERE rolname = ?", user(Account.MIGRATE))) {
                beginMigration(session, tables, false);
            }
            return List.of();
        });
    }

    private void beginMigration(Session session, Collection<String> tables, boolean demo) throws SQLException {
        Memberships memberships = new Memberships(session, user(Account.MIGRATE));
        memberships.endOfSuperusers(); // after a crash
        memberships.ofOwners(tables, publication);
        if (demo && accounts.application() != null) {
            memberships.of(accounts.application());
        }
    }

    /** Ends what was lent for the time of a migration. */
    public void endMigration() {
        with(session -> {
            new Memberships(session, user(Account.MIGRATE)).endOfSuperusers();
            return List.of();
        });
    }

    /**
     * Drops those that we made, after everything else has gone.
     *
     * @param others roles that packs made
     * @return which stay, and why
     */
    public List<String> drop(Collection<String> others) {
        return with(session -> {
            List<String> ours = Account.OF_THE_DATABASE.stream()
                    .flatMap(account -> accounts.user(account).stream())
                    .toList();
            List<String> all = new ArrayList<>(ours);
            all.addAll(others);
            Dropping dropping = new Dropping(session, ours);
            for (String role : all) {
                dropping.drop(role);
            }
            return dropping.remarks();
        });
    }

    /** Whether there is such a role, ours or not. */
    public boolean exists(String role) {
        return ask("SELECT true FROM pg_catalog.pg_roles WHERE rolname = ?", role);
    }

    public boolean mayDropSlots() {
        return ask(
                "SELECT rolsuper OR rolreplication OR coalesce(pg_has_role(to_regrole('rds_replication'), 'USAGE'), false)"
                        + " FROM pg_catalog.pg_roles WHERE rolname = current_user");
    }

    /** Drops a replication slot of this database, if there is one. */
    public void dropSlot(String slot) {
        ask(
                "SELECT pg_drop_replication_slot(slot_name)::text = '' FROM pg_catalog.pg_replication_slots"
                        + " WHERE slot_name = ? AND database = current_database()",
                slot);
    }

    private boolean ask(String question, Object... parameters) {
        return !with(session -> session.is(question, parameters) ? List.of("yes") : List.of())
                .isEmpty();
    }

    private String user(Account account) {
        return accounts.user(account).orElseThrow();
    }

    private interface Work {
        List<String> with(Session session) throws SQLException;
    }

    private List<String> with(Work work) {
        try (Session session = Session.open(admin)) {
            return work.with(session);
        } catch (SQLException e) {
            throw AccessRefusal.in(
                    e,
                    "the admin user",
                    "freshet.admin.username and freshet.admin.password (in docker compose POSTGRES_PASSWORD)");
        }
    }
}
