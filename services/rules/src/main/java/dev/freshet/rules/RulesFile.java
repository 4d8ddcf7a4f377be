package dev.freshet.rules;

import java.io.StringReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

/** A rules file: see the module's README for the language. */
public final class RulesFile {

    private static final String BEGIN = "A rules file has 'caches' and 'sources'; see services/rules/README.md.";

    private final Report report;
    private final String name;

    private RulesFile(String name) {
        this.name = name;
        this.report = new Report(name);
    }

    /**
     * Reads rules. Only the text is looked at; whether its tables and columns exist is for
     * {@link dev.freshet.rules.database.RulesCheck} to say.
     *
     * @param name the file's name, for messages
     * @param yaml its content
     * @throws InvalidRulesException with everything that is wrong, not just the first thing
     */
    public static RuleSet read(String name, String yaml) {
        return new RulesFile(name).read(yaml);
    }

    private RuleSet read(String yaml) {
        Node root = compose(yaml);
        @Nullable Fields file = Fields.of(report, root, List.of(), "a rules file");
        if (file == null) {
            report.refuse();
            throw new IllegalStateException("what is no mapping has been reported");
        }
        file.only("caches", "sources");
        require(file, "caches");
        require(file, "sources");
        Set<String> names = new LinkedHashSet<>();
        Map<String, CacheRule> caches = caches(file.mapping("caches"), names);
        Map<TableName, SourceRule> sources = sources(file.mapping("sources"), new StaleReader(report, names, caches));
        report.refuse();
        return new RuleSet(caches, sources, report.places());
    }

    private Map<String, CacheRule> caches(@Nullable Fields section, Set<String> names) {
        Map<String, CacheRule> caches = new TreeMap<>();
        if (section != null) {
            CacheReader reader = new CacheReader(report);
            section.forEach((name, node) -> {
                names.add(name);
                @Nullable CacheRule cache = reader.read(name, section);
                if (cache != null) {
                    caches.put(name, cache);
                }
            });
        }
        return caches;
    }

    private Map<TableName, SourceRule> sources(@Nullable Fields section, StaleReader staleReader) {
        Map<TableName, SourceRule> sources = new TreeMap<>();
        if (section != null) {
            SourceReader reader = new SourceReader(report, staleReader);
            section.forEach((name, node) -> {
                @Nullable SourceRule source = reader.read(name, section);
                if (source != null && sources.putIfAbsent(source.table(), source) != null) {
                    report.problem(section.nameOf(name), "the table is a source already", "Make them one.");
                }
            });
        }
        return sources;
    }

    private void require(Fields file, String section) {
        if (!file.has(section)) {
            report.problem(file.at(section), name, "'" + section + "' is missing", BEGIN);
        }
    }

    private Node compose(String yaml) {
        LoaderOptions options = new LoaderOptions();
        StreamReader reader = new StreamReader(new StringReader(yaml));
        try {
            @Nullable
            Node root = new Composer(new ParserImpl(reader, options), new CoreSchema(), options).getSingleNode();
            if (root != null) {
                return root;
            }
            throw unreadable(new Place(name, 1, 1), Report.NOTHING, "the file is empty", BEGIN);
        } catch (MarkedYAMLException e) {
            throw notYaml(e, yaml);
        } catch (ReaderException e) {
            Place place = new Place(name, 1 + (int) yaml.substring(0, e.getPosition()).lines().count(), 1);
            String text = "U+%04X".formatted(e.getCodePoint());
            throw unreadable(place, text, "a rules file has no such characters", "Remove it; it may be invisible.");
        } catch (YAMLException e) {
            throw unreadable(new Place(name, 0, 0), name, "no rules file looks like this: " + e.getMessage(), BEGIN);
        }
    }

    private InvalidRulesException notYaml(MarkedYAMLException e, String yaml) {
        @Nullable Mark mark = e.getProblemMark();
        if (mark == null) {
            return unreadable(new Place(name, 0, 0), name, "this is not YAML: " + e.getProblem(), BEGIN);
        }
        List<String> lines = yaml.lines().toList();
        String line = mark.getLine() < lines.size() ? lines.get(mark.getLine()).strip() : Report.NOTHING;
        String remedy = "Look at its indentation, quotes, braces and colons, and at the line before it.";
        return unreadable(report.place(mark), line, "this is not YAML: " + e.getProblem(), remedy);
    }

    private static InvalidRulesException unreadable(Place place, String text, String cause, String remedy) {
        return new InvalidRulesException(List.of(new Problem(place, text, cause, remedy)));
    }
}
