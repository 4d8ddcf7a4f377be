package dev.freshet.statistics.accesses;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Columns of cache tables in which hits are counted: of each table the first that it has.
 *
 * @param counts names of columns that hold how often a row was a hit
 * @param times names of columns that hold when a row was a hit last
 */
@ConfigurationProperties("freshet.statistics.usage")
public record UsageSettings(
        @DefaultValue({"hit_count", "usage_count"}) List<String> counts,
        @DefaultValue({"last_accessed_at", "last_used_at"}) List<String> times) {

    public UsageSettings {
        counts = List.copyOf(counts);
        times = List.copyOf(times);
    }

    /** All of them. */
    public List<String> columns() {
        return Stream.concat(counts.stream(), times.stream()).toList();
    }
}
