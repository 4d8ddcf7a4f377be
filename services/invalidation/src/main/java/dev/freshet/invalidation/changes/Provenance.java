package dev.freshet.invalidation.changes;

import dev.freshet.events.ChangeHeaders;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;

/**
 * The transaction that made a change, and whose it was.
 *
 * @param transactionId 64 bits, unsigned, in decimal; empty when not told
 * @param systemId the database system's identifier; empty when not told
 * @param timeline of its write-ahead log; 0 when not told
 */
public record Provenance(String transactionId, String systemId, int timeline) {

    /** Of nobody knows where: no primary has made it. */
    public static final Provenance UNKNOWN = new Provenance("", "", 0);

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,20}");

    static Provenance of(Headers headers) {
        String transactionId = Header.text(headers, ChangeHeaders.TRANSACTION_ID);
        String systemId = Header.text(headers, ChangeHeaders.SYSTEM_ID);
        String timeline = Header.text(headers, ChangeHeaders.TIMELINE);
        return isUnsignedLong(transactionId) && !systemId.isEmpty() && isTimeline(timeline)
                ? new Provenance(transactionId, systemId, Integer.parseInt(timeline))
                : UNKNOWN;
    }

    private static boolean isUnsignedLong(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return false;
        }
        try {
            return Long.parseUnsignedLong(text) != 0;
        } catch (NumberFormatException tooLarge) {
            return false;
        }
    }

    private static boolean isTimeline(String text) {
        return text.matches("[0-9]{1,9}") && Integer.parseInt(text) > 0;
    }
}
