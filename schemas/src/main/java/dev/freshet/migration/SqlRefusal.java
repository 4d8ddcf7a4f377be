package dev.freshet.migration;

import dev.freshet.refusal.Refusal;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Tells failures that a person has to mend from all others. */
final class SqlRefusal {

    /** Our own scripts refuse with this SQLSTATE: the message is the cause, the hint the remedy. */
    private static final String REFUSED = "FR001";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String DEPENDENT_OBJECTS_STILL_EXIST = "2BP01";

    private SqlRefusal() {}

    /** The refusal that caused the failure, or the failure itself. */
    static RuntimeException in(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                Refusal refusal = refusal(sql, sql.getSQLState());
                if (refusal != null) {
                    refusal.initCause(failure);
                    return refusal;
                }
            }
        }
        return failure;
    }

    private static @Nullable Refusal refusal(SQLException failure, String state) {
        ServerErrorMessage message = failure instanceof PSQLException e ? e.getServerErrorMessage() : null;
        String cause = message == null ? String.valueOf(failure.getMessage()) : String.valueOf(message.getMessage());
        String detail = message == null ? null : message.getDetail();
        String hint = message == null ? null : message.getHint();
        return switch (state) {
            case REFUSED -> new Refusal(cause, String.valueOf(hint));
            case INSUFFICIENT_PRIVILEGE ->
                new Refusal(
                        "the database user lacks a privilege: " + cause,
                        "use a user who may create schemas and roles and owns public.lectures, or grant what is missing");
            case DEPENDENT_OBJECTS_STILL_EXIST ->
                new Refusal(
                        cause + (detail == null ? "" : ": " + detail.replace('\n', ';')),
                        "drop what depends on it first, or keep it elsewhere");
            default -> null;
        };
    }
}
