package dev.freshet.app.security;

import dev.freshet.app.settings.HttpSettings;
import dev.freshet.app.settings.Secret;
import dev.freshet.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tokens that are set. Holds their digests only. Immutable. */
final class Tokens {

    static final String VIEWER = "freshet.http.viewer-token";
    static final String OPERATOR = "freshet.http.operator-token";

    private static final int SHORTEST = 16;
    private static final String ADVICE =
            "Give it at least " + SHORTEST + " random characters, such as 'openssl rand -hex 24' prints.";

    private final Map<Caller, byte[]> digests = new EnumMap<>(Caller.class);

    /** @throws Refusal naming the setting, when a token is too weak to be one */
    Tokens(HttpSettings settings) {
        add(Caller.VIEWER, VIEWER, settings.viewerToken());
        add(Caller.OPERATOR, OPERATOR, settings.operatorToken());
        if (settings.viewerToken() != null && settings.viewerToken().equals(settings.operatorToken())) {
            throw new Refusal(
                    VIEWER + " and " + OPERATOR + " are the same: every viewer could act.", "Give each its own value.");
        }
    }

    private void add(Caller caller, String setting, @Nullable Secret token) {
        if (token != null) {
            digests.put(caller, digest(checked(setting, token.value())));
        }
    }

    private static String checked(String setting, String token) {
        if (token.isBlank()) {
            throw new Refusal(setting + " is empty.", ADVICE + " Or leave the setting out.");
        }
        if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new Refusal(
                    setting + " has a character that an Authorization header cannot carry.",
                    "Use letters, digits and signs of ASCII, no blanks.");
        }
        if (token.length() < SHORTEST) {
            throw new Refusal(setting + " has " + token.length() + " characters, which can be guessed.", ADVICE);
        }
        return token;
    }

    /** Whether nobody needs a token. */
    boolean isEmpty() {
        return digests.isEmpty();
    }

    /** Whether there is a token for this caller. */
    boolean has(Caller caller) {
        return digests.containsKey(caller);
    }

    /** Whose token it is; empty for nobody's. Takes the same time whatever the token. */
    Optional<Caller> callerWith(String token) {
        byte[] digest = digest(token);
        Caller found = null;
        for (Map.Entry<Caller, byte[]> known : digests.entrySet()) {
            if (MessageDigest.isEqual(known.getValue(), digest)) {
                found = known.getKey();
            }
        }
        return Optional.ofNullable(found);
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
