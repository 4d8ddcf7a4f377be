package dev.freshet.rules;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words that may stand in a place, and which of them a mistyped one was meant to be. */
public record KnownWords(Collection<String> words) {

    public KnownWords {
        words = List.copyOf(words);
    }

    /** {@code Did you mean 'delete'? Known: delete, insert, …}, as far as there is anything to say. */
    public String remedy(String word, String otherwise) {
        String known = words.isEmpty() ? otherwise : "Known: " + String.join(", ", sorted()) + ".";
        return nearest(word)
                .map(near -> "Did you mean '" + near + "'? " + known)
                .orElse(known);
    }

    /** The word that is likely to be meant, if any is near enough. */
    public Optional<String> nearest(String word) {
        int limit = Math.max(1, word.length() / 3);
        return sorted().stream()
                .filter(known -> distance(word, known) <= limit)
                .min(Comparator.comparingInt(known -> distance(word, known)));
    }

    private List<String> sorted() {
        return words.stream().sorted().toList();
    }

    private static int distance(String word, String known) {
        String a = word.toLowerCase(Locale.ROOT);
        String b = known.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, d);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(String a, String b, int i, int j, int[][] d) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
