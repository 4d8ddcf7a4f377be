package dev.freshet.app.migration;

import dev.freshet.capture.publication.Publication;
import dev.freshet.capture.settings.CaptureSettings;
import dev.freshet.migration.Migrations;
import dev.freshet.migration.accounts.Account;
import dev.freshet.migration.accounts.Accounts;
import dev.freshet.migration.accounts.Grants;
import dev.freshet.refusal.Refusal;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.database.RulesCheck;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * PostgreSQL as the roles need it: the roles themselves, tables, grants, publication. Both ways may be gone twice. Not
 * thread-safe.
 */
public final class Installation {

    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

    private final DataSource database;
    private final Migrations migrations;
    private final AdminPart admin;
    private final Plan plan;

    /**
     * What to install.
     *
     * @param rules the active ones
     * @param accounts who logs in
     * @param capture names of slot and publication
     * @param counters columns of cache tables that the statistics raise
     * @param demo whether the page edits the sample course
     */
    record Plan(RuleSet rules, Accounts accounts, CaptureSettings capture, List<String> counters, boolean demo) {}

    Installation(DataSource database, Migrations migrations, AdminPart admin, Plan plan) {
        this.database = database;
        this.migrations = migrations;
        this.admin = admin;
        this.plan = plan;
    }

    /**
     * Installs or updates.
     *
     * @throws dev.freshet.refusal.Refusal if a person has to mend something first
     */
    public void install() {
        try (AdminPart.Loan loan = admin.prepare()) {
            loan.remarks().forEach(LOG::info);
            migrations.migrate();
            new RulesCheck(database).check(plan.rules()).forEach(warning -> LOG.warn("{}", warning));
            Grants grants = new Grants(database, plan.accounts());
            grants.handOver();
            grants.apply(NamedTables.scope(plan.rules(), plan.counters(), plan.demo()));
            publish();
        }
    }

    private void publish() {
        Publication publication =
                new Publication(JdbcClient.create(database), plan.capture().publication(), plan.rules());
        publication.requireReconcilable();
        publication.reconcile();
    }

    /**
     * Removes everything that installing and the roles made in the database. The roles must have been stopped.
     *
     * @throws dev.freshet.refusal.Refusal if a person has to mend something first; then all is as before
     */
    public void remove() {
        if (admin.hasDroppedTheUser()) {
            admin.drop(List.of()).forEach(LOG::info); // a second time
            return;
        }
        requireNobody();
        var packRoles = migrations.roles();
        try (AdminPart.Loan loan = admin.lend()) {
            loan.remarks().forEach(LOG::info);
            migrations.rollback(new Migrations.Leftovers(
                    plan.capture().slot(), plan.capture().publication(), admin.mayDropSlots()));
        }
        admin.dropSlot(plan.capture().slot());
        admin.drop(packRoles).forEach(LOG::info);
    }

    /** The slot tells of a capture that runs; of the other roles only their sessions do. */
    private void requireNobody() {
        List<String> users = Stream.of(Account.CAPTURE, Account.INVALIDATION, Account.STATISTICS, Account.CONSOLE)
                .flatMap(account -> plan.accounts().user(account).stream())
                .toList();
        List<String> here = JdbcClient.create(database)
                .sql("select distinct usename::text from pg_stat_activity"
                        + " where datname = current_database() and usename::text in (:users) order by 1")
                .param("users", users)
                .query(String.class)
                .list();
        if (!here.isEmpty()) {
            throw new Refusal(
                    "roles still run: " + String.join(", ", here) + " have sessions in the database",
                    "stop them first; nothing has been removed");
        }
    }
}
