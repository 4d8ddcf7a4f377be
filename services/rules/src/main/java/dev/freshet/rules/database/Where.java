package dev.freshet.rules.database;

import java.util.ArrayList;
import java.util.List;

/** A path into the rules file. */
record Where(List<String> parts) {

    static Where of(String... parts) {
        return new Where(List.of(parts));
    }

    Where in(String part) {
        List<String> longer = new ArrayList<>(parts);
        longer.add(part);
        return new Where(longer);
    }

    String[] path() {
        return parts.toArray(String[]::new);
    }
}
