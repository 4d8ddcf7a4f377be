package dev.freshet.migration.accounts;

import dev.freshet.refusal.Refusal;
import java.sql.SQLException;

/** What the database says when it refuses the user itself. */
final class AccessRefusal {

    private AccessRefusal() {}

    /**
     * The refusal, or the failure in an unchecked form.
     *
     * @param who refused
     * @param settings to mend
     */
    static RuntimeException in(SQLException failure, String who, String settings) {
        String state = String.valueOf(failure.getSQLState());
        RuntimeException refusal;
        if (state.startsWith("28")) {
            refusal = new Refusal("the database refuses " + who + ": " + failure.getMessage(), "mend " + settings);
        } else if (state.equals(Session.INSUFFICIENT_PRIVILEGE)) {
            refusal = new Refusal(
                    who + " lacks a privilege: " + failure.getMessage(),
                    "grant it, or use another user in " + settings + "; infra/postgres/README.md lists what is needed");
        } else {
            return new IllegalStateException(failure.getMessage(), failure);
        }
        refusal.initCause(failure);
        return refusal;
    }
}
