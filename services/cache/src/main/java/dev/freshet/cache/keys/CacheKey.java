package dev.freshet.cache.keys;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** The name of an answer of the lectures form, the same in every language; the exact bytes are in the README of schemas. */
public final class CacheKey {

    private static final JsonMapper JSON = new JsonMapper();

    /** So many decimal digits survive a double. */
    private static final int SAFE_DIGITS = 15;

    /** So many are written for doubles; who writes more means more than one. */
    private static final int DIGITS_OF_FRACTIONS = 17;

    private CacheKey() {}

    /**
     * Lower-case hex SHA-256 over the operation, LF, the sorted distinct ids joined by commas, LF, the params.
     *
     * @param ids as text, in lower case
     * @param params as {@link #canonical} gives them
     */
    public static String of(String operation, Collection<String> ids, String params) {
        String sorted = ids.stream().distinct().sorted().collect(Collectors.joining(","));
        String named = operation + "\n" + sorted + "\n" + params;
        return HexFormat.of().formatHex(sha256().digest(named.getBytes(StandardCharsets.UTF_8)));
    }

    /** JSON in the form of RFC 8785. */
    public static String canonical(Map<String, ? extends @Nullable Object> params) {
        return canonical(JSON.writeValueAsString(params));
    }

    /**
     * JSON in the form of RFC 8785.
     *
     * @throws IllegalArgumentException if it is no JSON object or array, is nested too deeply, or has a number that a
     *     double does not hold: two questions would have one answer
     */
    public static String canonical(String json) {
        requireExactNumbers(json);
        try {
            return new JsonCanonicalizer(json).getEncodedString();
        } catch (IOException e) {
            throw new IllegalArgumentException("params are not JSON: " + e.getMessage(), e);
        }
    }

    private static void requireExactNumbers(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isNumeric()) {
                    requireExact(parser.getString());
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("params are not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void requireExact(String number) {
        BigDecimal exact = new BigDecimal(number);
        double held = exact.doubleValue();
        if (Double.isInfinite(held) || !isHeld(exact, held)) {
            throw new IllegalArgumentException(
                    "the number " + number + " has more digits than RFC 8785 keeps: give it as text");
        }
    }

    private static boolean isHeld(BigDecimal exact, double held) {
        if (held == 0) {
            return exact.signum() == 0;
        }
        BigDecimal shortest = exact.stripTrailingZeros();
        return shortest.precision() <= (shortest.scale() > 0 ? DIGITS_OF_FRACTIONS : SAFE_DIGITS)
                || exact.compareTo(new BigDecimal(held)) == 0
                || exact.compareTo(new BigDecimal(Double.toString(held))) == 0;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
