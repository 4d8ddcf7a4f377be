package dev.freshet.rules.database;

import dev.freshet.rules.InvalidRulesException;
import dev.freshet.rules.KnownWords;
import dev.freshet.rules.Places;
import dev.freshet.rules.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What a check brings to light: errors, and warnings about what works but perhaps not as meant. */
final class Findings {

    private final Places places;
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    Findings(Places places) {
        this.places = places;
    }

    void error(Where where, String text, String cause, String remedy) {
        errors.add(new Problem(places.of(where.path()), text, cause, remedy));
    }

    void warning(Where where, String text, String cause, String remedy) {
        warnings.add(new Problem(places.of(where.path()), text, cause, remedy));
    }

    void unknownColumn(Where where, String column, Table table) {
        Collection<String> known = table.columns().keySet();
        error(where, column, "table " + table.sql() + " has no such column", new KnownWords(known).remedy(column, ""));
    }

    List<Problem> warnings() {
        if (!errors.isEmpty()) {
            throw new InvalidRulesException(sorted(errors));
        }
        return sorted(warnings);
    }

    private static List<Problem> sorted(List<Problem> problems) {
        return problems.stream().sorted(Comparator.comparing(Problem::place)).toList();
    }
}
