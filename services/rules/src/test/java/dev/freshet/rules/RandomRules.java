package dev.freshet.rules;

import dev.freshet.rules.RandomTable.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A random rules file over random tables: several sources feed one cache, one source feeds several. It knows its own
 * rules, as it wrote them; the YAML in a random style is for the parser to understand.
 */
final class RandomRules {

    /** Forms of tags and keys; the number of the cache goes in front, columns into the braces. */
    private static final List<String> FORMS = List.of(":{}", ":{}:{}", ":{}/{}");

    /** What a change makes stale: a template in the file's words, or null for a whole cache. */
    record Rule(String cache, String target, @Nullable String template, List<String> columns, RandomCondition when) {

        boolean names(RandomTable table) {
            return columns.stream().noneMatch(column -> table.kind(column) == Kind.PRICE);
        }
    }

    /** One table's rules. */
    record Source(
            RandomTable table,
            Set<Operation> on,
            List<String> watch,
            List<String> published,
            RandomCondition when,
            List<Rule> rules) {

        /** All columns that any of it names. */
        Set<String> named() {
            Set<String> named = new LinkedHashSet<>(table.key());
            named.addAll(watch);
            named.addAll(when.columns());
            rules.forEach(rule -> {
                named.addAll(rule.columns());
                named.addAll(rule.when().columns());
            });
            return named;
        }
    }

    private final Random random;
    private final List<String> caches = new ArrayList<>();
    private final List<String> forms = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();

    RandomRules(Random random) {
        this.random = random;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            caches.add(pick(List.of("c", "2nd.", "On-Line_")) + i);
            forms.add(pick(FORMS));
        }
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            sources.add(source(new RandomTable(random, pick(List.of("public", "My Schema", "no.")) + i)));
        }
    }

    List<Source> sources() {
        return sources;
    }

    private Source source(RandomTable table) {
        Set<Operation> on = random.nextBoolean()
                ? EnumSet.allOf(Operation.class)
                : EnumSet.of(pick(List.of(Operation.values())), pick(List.of(Operation.values())));
        List<String> watch =
                on.contains(Operation.UPDATE) ? some(table.columns(), random.nextInt(3)) : List.<String>of();
        List<Rule> rules = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            rules.add(rule(table));
        }
        Source source = new Source(table, on, watch, List.of(), new RandomCondition(random, table), rules);
        boolean all = table.identity().tellsTheWholeRow() || random.nextBoolean();
        return all ? source : new Source(table, on, watch, List.copyOf(source.named()), source.when(), source.rules());
    }

    private Rule rule(RandomTable table) {
        int number = random.nextInt(caches.size());
        String cache = caches.get(number);
        RandomCondition when = new RandomCondition(random, table);
        if (random.nextInt(8) == 0) {
            return new Rule(cache, "all", null, List.of(), when);
        }
        boolean tag = random.nextBoolean();
        String form = "{}" + forms.get(number);
        List<String> columns = columns(table, form.split("\\{}", -1).length - 2, tag);
        String template = (tag ? "t" : "k") + number + forms.get(number);
        for (String column : columns) {
            template = template.replaceFirst(
                    "\\{}", "{" + Matcher.quoteReplacement(column) + (table.kind(column) == Kind.ARRAY ? "[]}" : "}"));
        }
        return new Rule(cache, tag ? "tag" : "key", template, columns, when);
    }

    /** Often of the identity; an array in tags only. */
    private List<String> columns(RandomTable table, int count, boolean tag) {
        List<String> key = table.key();
        if (key.size() >= count && random.nextInt(4) > 0) {
            return some(key, count);
        }
        return some(
                table.columns().stream()
                        .filter(column -> tag || table.kind(column) != Kind.ARRAY)
                        .toList(),
                count);
    }

    /** What entries can depend on and what truly happened: nothing of the decision's own reasoning. */
    Set<Stale> trulyStale(RandomChange change) {
        Set<Stale> stale = new LinkedHashSet<>();
        Source source = change.source();
        if (source.on().contains(change.operation())) {
            for (Rule rule : source.rules()) {
                if (change.operation() == Operation.TRUNCATE) {
                    stale.add(new StaleCache(rule.cache()));
                } else if (concerned(source, rule, change)) {
                    change.rowsThatWereOrAre().stream()
                            .filter(row ->
                                    source.when().holds(row) && rule.when().holds(row))
                            .forEach(row -> stale.addAll(named(source.table(), rule, row)));
                }
            }
        }
        return stale;
    }

    private static boolean concerned(Source source, Rule rule, RandomChange change) {
        return change.operation() != Operation.UPDATE
                || source.watch().isEmpty()
                || Stream.of(
                                source.watch(),
                                rule.columns(),
                                source.when().columns(),
                                rule.when().columns())
                        .flatMap(List::stream)
                        .anyMatch(change::touches);
    }

    private static List<Stale> named(RandomTable table, Rule rule, Map<String, @Nullable Object> row) {
        @Nullable String template = rule.template();
        if (template == null) {
            return List.of(new StaleCache(rule.cache()));
        }
        return texts(template, table, row).stream()
                .<Stale>map(text -> rule.target().equals("tag")
                        ? new StaleTag(rule.cache(), text)
                        : new StaleKey(rule.cache(), text))
                .toList();
    }

    /** Slowly: one brace after the other, from the left, never looking into what was filled in. */
    private static List<String> texts(String template, RandomTable table, Map<String, @Nullable Object> row) {
        int open = template.indexOf('{');
        if (open < 0) {
            return List.of(template);
        }
        int close = template.indexOf('}', open);
        String column = template.substring(open + 1, close).replace("[]", "");
        @Nullable Object value = row.get(column);
        List<?> values =
                value == null ? List.of() : table.kind(column) == Kind.ARRAY ? (List<?>) value : List.of(value);
        List<String> texts = new ArrayList<>();
        for (String rest : texts(template.substring(close + 1), table, row)) {
            values.forEach(each -> texts.add(template.substring(0, open) + each + rest));
        }
        return texts;
    }

    /** The file. */
    String yaml() {
        StringBuilder yaml = new StringBuilder(random.nextBoolean() ? "# a comment\n" : "").append("caches:\n");
        for (int i = 0; i < caches.size(); i++) {
            String tag = "t" + i + forms.get(i).replaceFirst("\\{}", "{one}").replaceFirst("\\{}", "{other}");
            yaml.append("  ").append(caches.get(i)).append(":\n");
            yaml.append("    rows: {table: public.rows_").append(i).append(", key: cache_key, tags: ");
            yaml.append(flow(List.of(tag, tag.replaceFirst("}", "[]}")))).append("}\n");
            yaml.append("    keys: ").append(scalar("k" + tag.substring(1))).append('\n');
        }
        yaml.append("sources:\n");
        sources.forEach(source -> yaml.append(yaml(source)));
        return yaml.toString();
    }

    private String yaml(Source source) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("  ").append(scalar(written(source.table().name()))).append(":\n");
        if (source.on().size() < Operation.values().length || random.nextBoolean()) {
            List<String> words = source.on().stream()
                    .map(operation -> operation.name().toLowerCase(Locale.ROOT))
                    .toList();
            yaml.append("    on: ").append(list(words)).append('\n');
        }
        if (!source.watch().isEmpty()) {
            yaml.append("    watch: ").append(list(source.watch())).append('\n');
        }
        if (!source.published().isEmpty()) {
            yaml.append("    columns: ").append(list(source.published())).append('\n');
        }
        if (!source.when().isAboutNothing()) {
            yaml.append("    when: ").append(scalar(source.when().toString())).append('\n');
        }
        yaml.append("    stale:\n");
        for (Rule rule : source.rules()) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("cache", scalar(rule.cache()));
            fields.put(rule.target(), rule.template() == null ? "true" : scalar(rule.template()));
            if (!rule.when().isAboutNothing()) {
                fields.put("when", scalar(rule.when().toString()));
            }
            yaml.append(element(fields));
        }
        return yaml.toString();
    }

    private String element(Map<String, String> fields) {
        boolean flow = random.nextBoolean();
        return fields.entrySet().stream()
                        .map(field -> field.getKey() + ": " + field.getValue())
                        .collect(Collectors.joining(
                                flow ? ", " : "\n        ", flow ? "      - {" : "      - ", flow ? "}" : ""))
                + "\n";
    }

    private String list(List<String> texts) {
        return random.nextBoolean()
                ? flow(texts)
                : texts.stream().map(text -> "\n      - " + scalar(text)).collect(Collectors.joining());
    }

    private String flow(List<String> texts) {
        return texts.stream().map(this::scalar).collect(Collectors.joining(", ", "[", "]"));
    }

    /** In one of YAML's two kinds of quotes; plain only where nobody could take it for something else. */
    private String scalar(String text) {
        if (text.matches("[a-z]{3,}") && !List.of("true", "null").contains(text) && random.nextBoolean()) {
            return text;
        }
        return random.nextBoolean()
                ? "'" + text.replace("'", "''") + "'"
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** As in the file: what is not all lower case in double quotes. */
    private static String written(TableName table) {
        return Stream.of(table.schema(), table.table())
                .map(part -> part.matches("[a-z_][a-z0-9_]*") ? part : '"' + part.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining("."));
    }

    private List<String> some(List<String> all, int count) {
        List<String> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, count));
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
