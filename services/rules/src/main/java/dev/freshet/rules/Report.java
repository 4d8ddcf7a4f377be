package dev.freshet.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What reading one file brings to light besides the rules: everything wrong with it, and where things stand. */
final class Report {

    /** Stands for the offending text where the trouble is that there is none. */
    static final String NOTHING = "(nothing)";

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<List<String>, Place> places = new HashMap<>();

    Report(String file) {
        this.file = file;
    }

    void problem(Node at, String cause, String remedy) {
        problem(at, text(at), cause, remedy);
    }

    void problem(Node at, String text, String cause, String remedy) {
        problems.add(new Problem(place(at.getStartMark()), text, cause, remedy));
    }

    void stands(List<String> path, Node at) {
        places.put(path, place(at.getStartMark()));
    }

    Places places() {
        return new Places(places);
    }

    void refuse() {
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparing(Problem::place));
            throw new InvalidRulesException(problems);
        }
    }

    Place place(Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** What stands there, without what lies in it: an alias may make that endless. */
    static String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue().isBlank() ? NOTHING : scalar.getValue();
        }
        return node instanceof MappingNode ? "{…}" : "[…]";
    }
}
