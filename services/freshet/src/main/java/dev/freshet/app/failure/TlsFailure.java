package dev.freshet.app.failure;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;

/** Tells a failure of TLS from others, and what mends it at each server. */
final class TlsFailure {

    private TlsFailure() {}

    /** What was wrong, from the deepest cause that is about TLS; null when none is. */
    static @Nullable String in(Throwable failure) {
        String reason = null;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isOfTls(cause)) {
                reason = String.valueOf(cause.getMessage()).replaceAll("\\.$", "");
            }
        }
        return reason;
    }

    /** PostgreSQL's driver compares the names by itself, and has words of its own for the result. */
    private static boolean isOfTls(Throwable failure) {
        return failure instanceof SSLException
                || failure instanceof GeneralSecurityException
                || failure instanceof SslAuthenticationException
                || String.valueOf(failure.getMessage()).matches("(?s)The hostname .* could not be verified.*");
    }

    static Explanation ofPostgres(String reason) {
        return new Explanation(
                "PostgreSQL cannot be reached over TLS: " + reason + ".",
                "In spring.datasource.url, let sslrootcert name the certificate of the authority that signed the server's,"
                        + " and the host be one of the names in it (sslmode=verify-full compares them); sslcert and sslkey"
                        + " are ours, where the server asks for them.");
    }

    static Explanation ofKafka(String reason) {
        return new Explanation(
                "Kafka cannot be reached over TLS: " + reason + ".",
                "Let spring.kafka.ssl.bundle (or spring.kafka.ssl.trust-store-location) name the authority that signed the"
                        + " brokers' certificates, and spring.kafka.bootstrap-servers hosts that are named in them;"
                        + " spring.kafka.security.protocol must be the listener's.");
    }

    static Explanation ofRedis(String reason) {
        return new Explanation(
                "Redis cannot be reached over TLS: " + reason + ".",
                "Let freshet.redis.ssl-bundle name a bundle with the authority that signed the server's certificate"
                        + " (spring.ssl.bundle.pem.<name>.truststore.certificate), and the host in freshet.redis.uri"
                        + " be one of the names in it.");
    }
}
