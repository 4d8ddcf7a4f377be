package dev.freshet.console.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One thing that can be asked of the model.
 *
 * @param lectures what the answer is about, sorted as text, each once
 * @param params by name; whole numbers, booleans, and text without control characters
 */
record Question(Operation operation, List<UUID> lectures, Map<String, Object> params) {

    Question {
        lectures = lectures.stream()
                .distinct()
                .sorted(Comparator.comparing(UUID::toString))
                .toList();
        params = new TreeMap<>(params);
    }

    /** The name of its answer: SHA-256 over operation, LF, lectures joined by commas, LF, parameters in RFC 8785 form. */
    String cacheKey() {
        String ids = lectures.stream().map(UUID::toString).collect(Collectors.joining(","));
        String named = operation.name() + "\n" + ids + "\n" + canonicalParams();
        return HexFormat.of().formatHex(sha256().digest(named.getBytes(StandardCharsets.UTF_8)));
    }

    /** The parameters in RFC 8785 form, as far as parameters of these types need it. */
    String canonicalParams() {
        return params.entrySet().stream()
                .map(param -> quoted(param.getKey()) + ":" + value(param.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** The Redis key of an answer, as the rules of the lectures pack form it. */
    static String redisKey(String cacheKey) {
        return "ai:response:" + cacheKey;
    }

    private static String value(Object value) {
        return value instanceof String text ? quoted(text) : value.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
