package dev.freshet.app.settings;

import dev.freshet.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings under {@code freshet.} that exist: read from the metadata that the build writes for every settings record,
 * so a new record needs no entry here.
 */
public final class KnownSettings {

    private static final String PREFIX = "freshet.";
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    /** By uniform name (lower case letters and digits): the name as documented. */
    private final TreeMap<String, String> names = new TreeMap<>();

    /** Uniform names of settings that are maps: anything may follow. */
    private final Set<String> maps = new HashSet<>();

    private KnownSettings() {}

    /** What the class path's metadata tells. */
    public static KnownSettings onClassPath() {
        KnownSettings known = new KnownSettings();
        try {
            for (URL url : Collections.list(KnownSettings.class.getClassLoader().getResources(METADATA))) {
                try (InputStream in = url.openStream()) {
                    known.add(JsonMapper.shared().readTree(in).path("properties"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return known;
    }

    private void add(JsonNode properties) {
        for (JsonNode property : properties) {
            String name = property.path("name").asString("");
            if (name.startsWith(PREFIX)) {
                names.put(uniform(name), name);
                if (property.path("type").asString("").startsWith("java.util.Map")) {
                    maps.add(uniform(name));
                }
            }
        }
    }

    /**
     * Refuses what is set under {@code freshet.} and does not exist.
     *
     * @throws Refusal naming the setting, where it was set, and the nearest one that exists
     */
    public void check(ConfigurableEnvironment environment) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> enumerable) {
                for (String name : enumerable.getPropertyNames()) {
                    check(name, source.getName());
                }
            }
        }
    }

    private void check(String name, String source) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.startsWith(PREFIX) && !lower.startsWith("freshet_")) {
            return;
        }
        String uniform = uniform(name.replaceAll("\\[.*?]", ""));
        if (names.containsKey(uniform) || isIndexed(uniform) || maps.stream().anyMatch(uniform::startsWith)) {
            return;
        }
        throw new Refusal(
                "There is no setting '" + name + "' (given by " + source + ").",
                nearest(uniform).map(near -> "Did you mean " + near + "? ").orElse("")
                        + "The README lists all settings.");
    }

    /** A list's element as an environment variable: FRESHET_ROLES_0. */
    private boolean isIndexed(String uniform) {
        return names.containsKey(uniform.replaceAll("\\d+$", ""));
    }

    private Optional<String> nearest(String uniform) {
        return names.keySet().stream()
                .filter(name -> distance(name, uniform) <= uniform.length() / 4)
                .min(Comparator.comparingInt(name -> distance(name, uniform)))
                .map(names::get);
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    private static String uniform(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
