package dev.freshet.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the parts of a rule set stand, by their path: {@code sources}, {@code public.lectures}, {@code watch},
 * {@code content_hash}. Kept beside the rules, for two rules mean the same wherever they stand.
 */
public record Places(Map<List<String>, Place> byPath) {

    /** Of rules that come from no file. */
    public static final Places NONE = new Places(Map.of());

    private static final Place UNKNOWN = new Place("rules", 0, 0);

    public Places {
        byPath = Map.copyOf(byPath);
    }

    /** The place of the path, or of the nearest thing around it that has one. */
    public Place of(String... path) {
        for (int length = path.length; length > 0; length--) {
            Place place = byPath.get(List.of(path).subList(0, length));
            if (place != null) {
                return place;
            }
        }
        return byPath.getOrDefault(List.of(), UNKNOWN);
    }

    Places with(Places others) {
        Map<List<String>, Place> all = new HashMap<>(byPath);
        all.putAll(others.byPath);
        return new Places(all);
    }

    static List<String> path(List<String> parent, String name) {
        List<String> path = new ArrayList<>(parent);
        path.add(name);
        return List.copyOf(path);
    }
}
