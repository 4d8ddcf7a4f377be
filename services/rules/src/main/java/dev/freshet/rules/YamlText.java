package dev.freshet.rules;

import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The text of a rules file as YAML nodes with their places. No object is constructed, and size, depth and aliases are
 * bounded by SnakeYAML's own limits.
 */
final class YamlText {

    private final String name;
    private final String yaml;

    YamlText(String name, String yaml) {
        this.name = name;
        this.yaml = yaml;
    }

    /**
     * The one node that holds all others.
     *
     * @throws InvalidRulesException if the text is not one YAML document
     */
    Node root() {
        LoaderOptions options = new LoaderOptions();
        try {
            StreamReader reader = new StreamReader(new StringReader(yaml));
            @Nullable
            Node root = new Composer(new ParserImpl(reader, options), new CoreSchema(), options).getSingleNode();
            if (root == null) {
                throw refused(new Place(name, 1, 1), Report.NOTHING, "the file is empty", RulesFile.BEGIN);
            }
            return root;
        } catch (MarkedYAMLException e) {
            throw notYaml(e);
        } catch (ReaderException e) {
            throw forbiddenCharacter(e);
        } catch (YAMLException e) {
            String cause = "no rules file looks like this: " + e.getMessage();
            throw refused(new Place(name, 0, 0), name, cause, RulesFile.BEGIN);
        }
    }

    private InvalidRulesException notYaml(MarkedYAMLException e) {
        @Nullable Mark mark = mark(e);
        List<String> lines = yaml.lines().toList();
        boolean known = mark != null && mark.getLine() < lines.size();
        return refused(
                mark == null ? new Place(name, 0, 0) : new Place(name, mark.getLine() + 1, mark.getColumn() + 1),
                mark != null && known ? lines.get(mark.getLine()).strip() : Report.NOTHING,
                "this is not YAML: " + e.getProblem(),
                "Look at its indentation, quotes, braces and colons, and at the line before it.");
    }

    /** Where the trouble is; where it began, if it is only seen at the end of the file. */
    private @Nullable Mark mark(MarkedYAMLException e) {
        @Nullable Mark problem = e.getProblemMark();
        @Nullable Mark context = e.getContextMark();
        return problem != null && problem.getIndex() >= yaml.length() && context != null ? context : problem;
    }

    private InvalidRulesException forbiddenCharacter(ReaderException e) {
        String before = yaml.substring(0, Math.min(e.getPosition(), yaml.length()));
        int line = 1 + (int) before.chars().filter(each -> each == '\n').count();
        Place place = new Place(name, line, before.length() - before.lastIndexOf('\n'));
        String text = "U+%04X".formatted(e.getCodePoint());
        return refused(place, text, "a rules file has no such characters", "Remove it; it may be invisible.");
    }

    private static InvalidRulesException refused(Place place, String text, String cause, String remedy) {
        return new InvalidRulesException(List.of(new Problem(place, text, cause, remedy)));
    }
}
