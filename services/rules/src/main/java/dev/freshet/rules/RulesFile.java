package dev.freshet.rules;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** A rules file: see the module's README for the language. */
public final class RulesFile {

    static final String BEGIN = "A rules file has 'caches' and 'sources'; see services/rules/README.md.";

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
        Node root = new YamlText(name, yaml).root();
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
}
