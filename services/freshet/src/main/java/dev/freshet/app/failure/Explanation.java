package dev.freshet.app.failure;

import dev.freshet.embedded.FolderInUseException;
import dev.freshet.embedded.PortInUseException;
import dev.freshet.embedded.ServerStartException;
import dev.freshet.refusal.Refusal;
import dev.freshet.rules.InvalidRulesException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Why something could not be done, and what mends it.
 *
 * @param cause what is wrong
 * @param remedy what to do
 */
public record Explanation(String cause, String remedy) {

    /** The explanation of a failure or of the nearest cause behind it that has one; empty when none is known. */
    public static Optional<Explanation> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Explanation explanation = known(cause);
            if (explanation != null) {
                return Optional.of(explanation);
            }
        }
        return Optional.empty();
    }

    private static @Nullable Explanation known(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return new Explanation(Objects.requireNonNull(refusal.getMessage()), refusal.remedy());
        }
        if (failure instanceof InvalidRulesException rules) {
            return new Explanation(
                    Objects.requireNonNull(rules.getMessage()), "Mend the rules file; nothing has been started.");
        }
        if (failure instanceof PortInUseException port) {
            return ofPort(port);
        }
        if (failure instanceof FolderInUseException folder) {
            return new Explanation(
                    folder.getMessage() + ".",
                    "End that program, or give this one a folder of its own with --freshet.folder=.freshet-2"
                            + " and ports of its own with --server.port and --freshet.embedded.*-port.");
        }
        if (failure instanceof ServerStartException server) {
            return new Explanation(
                    "An embedded server did not start: " + server.getMessage(),
                    "Its log is in the state folder (freshet.folder); nothing has been left running.");
        }
        if (failure instanceof PSQLException database) {
            String tls = TlsFailure.in(database);
            return tls == null ? ofDatabase(database) : TlsFailure.ofPostgres(tls);
        }
        if (failure instanceof RedisConnectionException || failure instanceof RedisCommandExecutionException) {
            String tls = TlsFailure.in(failure);
            return tls != null
                    ? TlsFailure.ofRedis(tls)
                    : new Explanation(
                            "Redis cannot be used: " + deepest(failure) + ".",
                            "Check freshet.redis.uri, freshet.redis.username and freshet.redis.password.");
        }
        if (failure instanceof KafkaException) {
            String tls = TlsFailure.in(failure);
            return tls != null
                    ? TlsFailure.ofKafka(tls)
                    : new Explanation(
                            "Kafka cannot be used: " + failure.getMessage(),
                            "Check spring.kafka.bootstrap-servers and the spring.kafka.security settings, and that it runs.");
        }
        return null;
    }

    private static Explanation ofPort(PortInUseException failure) {
        String server = failure.server().toLowerCase(Locale.ROOT).replace("postgresql", "postgres");
        String setting = "--freshet.embedded." + server + "-port";
        return new Explanation(
                "Port " + failure.port() + ", which the embedded " + failure.server() + " needs, is in use.",
                "End the program that listens there (perhaps another Freshet), or choose another port with " + setting
                        + "=" + (failure.port() + 1) + ".");
    }

    private static @Nullable Explanation ofDatabase(PSQLException failure) {
        String state = Objects.requireNonNullElse(failure.getSQLState(), "");
        String said = "PostgreSQL said: " + failure.getMessage();
        if (state.startsWith("08")) {
            return new Explanation(
                    "PostgreSQL cannot be reached. " + failure.getMessage(),
                    "Check spring.datasource.url, and that the server runs and accepts connections from here.");
        }
        return switch (state) {
            case "28P01", "28000" ->
                new Explanation(
                        "PostgreSQL refused user and password. " + said,
                        "Set spring.datasource.username and spring.datasource.password to a role that may log in.");
            case "3D000" ->
                new Explanation(
                        "The database does not exist. " + said,
                        "Create it, or name another one in spring.datasource.url.");
            case "42501" ->
                new Explanation(
                        "The database role lacks a privilege. " + said,
                        "Grant it to the role of spring.datasource.username, or use a role that has it.");
            default -> null;
        };
    }

    private static String deepest(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return failure == cause ? failure.getMessage() + "" : failure.getMessage() + ": " + cause.getMessage();
    }
}
