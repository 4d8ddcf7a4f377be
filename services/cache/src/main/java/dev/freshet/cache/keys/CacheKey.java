package dev.freshet.cache.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The name of an answer of the lectures form, the same in every language; the exact bytes are in the README of schemas. */
public final class CacheKey {

    private static final JsonMapper JSON = new JsonMapper();

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
     * @throws IllegalArgumentException if it is no JSON object or array
     */
    public static String canonical(String json) {
        try {
            return new JsonCanonicalizer(json).getEncodedString();
        } catch (IOException e) {
            throw new IllegalArgumentException("params are not JSON: " + e.getMessage(), e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
