package dev.freshet.migration.accounts;

import dev.freshet.refusal.Refusal;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Gives the accounts that exist what they need, and takes back what was given for rules that have changed. Whatever was
 * granted by others stays. In one transaction each; may be repeated. Thread-safe if the data source is.
 */
public final class Grants {

    private final DataSource database;
    private final Accounts accounts;

    /** @param database of the user who migrates: an owner of all that is named, or a member of the owners */
    public Grants(DataSource database, Accounts accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    /**
     * Hands the sample course's tables over to the application, where we made them.
     *
     * @throws Refusal if this user may not act for the application
     */
    public void handOver() {
        String application = accounts.application();
        if (application != null) {
            with(session -> new Handover(session, application).run());
        }
    }

    /**
     * Grants and revokes.
     *
     * @throws Refusal with the statement that an owner has to run
     */
    public void apply(Scope scope) {
        with(session -> {
            session.run("LOCK TABLE freshet.granted IN EXCLUSIVE MODE"); // one migration after the other
            Set<Right> wanted = new Wanted(session, accounts).of(scope);
            revokeAllBut(wanted, session);
            for (Right right : wanted) {
                grant(right, session);
            }
        });
    }

    private static void grant(Right right, Session session) throws SQLException {
        if (session.is(right.question())) {
            return;
        }
        String what = right.isPolicy() ? "a policy for " + right.command() : right.privilege();
        session.ensure(
                right.question(),
                right.grant(),
                new Refusal(
                        "role " + right.role() + " lacks " + what + " on " + right.object() + ", and "
                                + session.text("SELECT current_user") + " may not give it",
                        "let the owner run: " + right.grant()));
        session.update(
                "INSERT INTO freshet.granted (role, kind, object, privilege) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                right.role(),
                right.kind(),
                right.object(),
                right.privilege());
    }

    /** Before anything is granted: to revoke a table's SELECT is to revoke it of every column. */
    private static void revokeAllBut(Set<Right> wanted, Session session) throws SQLException {
        Set<List<String>> kept = new HashSet<>();
        wanted.forEach(right -> kept.add(List.of(right.role(), right.kind(), right.object(), right.privilege())));
        for (List<String> granted : session.rows("SELECT role, kind, object, privilege FROM freshet.granted")) {
            if (!kept.contains(granted)) {
                Right right = new Right(granted.get(0), granted.get(1), granted.get(2), granted.get(3), List.of(), "");
                if (right.isThere(session)) {
                    session.run(right.revoke());
                }
                session.update(
                        "DELETE FROM freshet.granted WHERE role = ? AND kind = ? AND object = ? AND privilege = ?",
                        granted.toArray());
            }
        }
    }

    private interface Work {
        void with(Session session) throws SQLException;
    }

    private void with(Work work) {
        try (Session session = Session.open(database)) {
            session.inOneTransaction(() -> work.with(session));
        } catch (SQLException e) {
            throw AccessRefusal.in(e, "the user who migrates", "spring.datasource.username");
        }
    }
}
