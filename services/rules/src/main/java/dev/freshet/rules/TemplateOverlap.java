package dev.freshet.rules;

import dev.freshet.rules.Template.Literal;
import dev.freshet.rules.Template.Part;
import java.util.List;

/** Whether two templates, placeholders standing for any text, have a text in common. */
final class TemplateOverlap {

    /** Stands for a placeholder; no text of a rules file has it, for {@link Fields} refuses it. */
    private static final char ANY = '\0';

    private TemplateOverlap() {}

    static boolean between(List<Part> one, List<Part> other) {
        String a = pattern(one);
        String b = pattern(other);
        boolean[][] meet = new boolean[a.length() + 1][b.length() + 1];
        for (int i = a.length(); i >= 0; i--) {
            for (int j = b.length(); j >= 0; j--) {
                meet[i][j] = meet(a, i, b, j, meet);
            }
        }
        return meet[0][0];
    }

    private static boolean meet(String a, int i, String b, int j, boolean[][] meet) {
        boolean endOfA = i == a.length();
        boolean endOfB = j == b.length();
        if (endOfA && endOfB) {
            return true;
        }
        if (!endOfA && a.charAt(i) == ANY) {
            return meet[i + 1][j] || (!endOfB && meet[i][j + 1]);
        }
        if (!endOfB && b.charAt(j) == ANY) {
            return meet[i][j + 1] || (!endOfA && meet[i + 1][j]);
        }
        return !endOfA && !endOfB && a.charAt(i) == b.charAt(j) && meet[i + 1][j + 1];
    }

    private static String pattern(List<Part> parts) {
        StringBuilder pattern = new StringBuilder();
        parts.forEach(part -> {
            if (part instanceof Literal literal) {
                pattern.append(literal.text());
            } else {
                pattern.append(ANY);
            }
        });
        return pattern.toString();
    }
}
