package dev.freshet.invalidation;

import dev.freshet.cache.control.ServerChangedException;
import dev.freshet.invalidation.gate.NotVisibleException;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * What a failure means. Both kinds are tried again in order, for nothing may be skipped; but a passing one mends itself,
 * and anything else needs a person. Poison is none of them: it is parked where it is read.
 */
final class Failures {

    private static final List<Class<? extends Throwable>> PASSING = List.of(
            NotVisibleException.class,
            ServerChangedException.class,
            TransientDataAccessException.class,
            RecoverableDataAccessException.class,
            CannotCreateTransactionException.class,
            RedisBusyException.class,
            RetriableException.class,
            RebalanceInProgressException.class,
            CommitFailedException.class,
            InterruptException.class,
            WakeupException.class,
            IOException.class,
            TimeoutException.class);

    /** Connection, rollback (deadlock, serialization), resources, lock not available, shutdown. */
    private static final Set<String> PASSING_STATES = Set.of("08", "40", "53", "55", "57");

    /** Redis is loading, failing over, full, or under a long script. */
    private static final List<String> PASSING_REPLIES = List.of(
            "LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS", "OOM", "BUSY", "UNBLOCKED");

    private Failures() {}

    static boolean isPassing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isPassingItself(cause)) {
                return true;
            }
        }
        return false;
    }

    /** The innermost message, which names the thing. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    private static boolean isPassingItself(Throwable cause) {
        if (cause instanceof SQLException sql) {
            String state = String.valueOf(sql.getSQLState());
            return state.length() >= 2 && PASSING_STATES.contains(state.substring(0, 2));
        }
        if (cause instanceof RedisCommandExecutionException reply) {
            String message = String.valueOf(reply.getMessage());
            return PASSING_REPLIES.stream().anyMatch(message::startsWith);
        }
        return cause instanceof RedisException || PASSING.stream().anyMatch(kind -> kind.isInstance(cause));
    }
}
