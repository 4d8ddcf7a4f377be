package dev.freshet.app.migration;

import dev.freshet.migration.accounts.Scope;
import dev.freshet.rules.RowsRule;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.TableName;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What rules name, in the words of those who grant. */
final class NamedTables {

    private NamedTables() {}

    static Scope scope(RuleSet rules, List<String> counters, boolean demo) {
        List<Scope.Source> sources = rules.sources().values().stream()
                .map(source -> new Scope.Source(
                        TableName.quoted(source.table().schema()),
                        source.table().sql(),
                        source.columns()))
                .toList();
        List<Scope.Rows> caches = rows(rules)
                .map(rows -> new Scope.Rows(
                        TableName.quoted(rows.table().schema()),
                        rows.table().sql(),
                        rows.fresh(),
                        rows.key(),
                        counters))
                .distinct()
                .toList();
        return new Scope(sources, caches, demo);
    }

    /** Every table of any of the rules, for a statement; and the one that statistics write and no rule names. */
    static Set<String> all(RuleSet... sets) {
        Set<String> tables = new TreeSet<>();
        tables.add(new TableName("public", "ai_cache_stats").sql());
        for (RuleSet rules : sets) {
            rules.sources().keySet().forEach(table -> tables.add(table.sql()));
            rows(rules).forEach(rows -> tables.add(rows.table().sql()));
        }
        return tables;
    }

    private static Stream<RowsRule> rows(RuleSet rules) {
        return rules.caches().values().stream().map(cache -> cache.rows()).filter(Objects::nonNull);
    }
}
