package dev.freshet.capture.gap;

import dev.freshet.capture.database.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a capture last ran against, as kept in {@code freshet.capture_state}.
 *
 * @param systemId null when never recorded
 * @param timeline null when never recorded
 * @param rules digest of the rules; null when never recorded
 */
record CapturedBy(@Nullable String systemId, @Nullable Integer timeline, @Nullable String rules) {

    /** What of it no longer holds, in words. */
    List<String> differences(Origin origin, String digest) {
        List<String> differences = new ArrayList<>();
        if (!Objects.equals(systemId, origin.systemId())) {
            differences.add("the database is another one: system " + origin.systemId() + ", was " + systemId);
        } else if (!Objects.equals(timeline, origin.timeline())) {
            differences.add(
                    "the database was promoted or restored: timeline " + origin.timeline() + ", was " + timeline);
        }
        if (!Objects.equals(rules, digest)) {
            differences.add("the rules changed");
        }
        return differences;
    }
}
