package dev.freshet.rules;

import dev.freshet.rules.Literal.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a condition: tests joined by {@code and} and {@code or}, of which {@code and} binds more tightly. */
final class ConditionParser {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?<token>'[^']*+(?:''[^']*+)*+'|\"[^\"]*+(?:\"\"[^\"]*+)*+\"|-?[0-9]+(?:\\.[0-9]*)?|[\\p{L}_][\\p{L}0-9_$]*|<>|!=|[<>]=?|==|\\S)");
    private static final Pattern COLUMN = Pattern.compile("[\\p{Ll}_][\\p{Ll}0-9_$]*|\".*\"", Pattern.DOTALL);
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]*");
    private static final Set<String> WORDS = Set.of("and", "or", "not", "in", "is", "null", "true", "false");
    private static final String FORMS =
            "Write column = 'text', != 7, in ('a', 'b'), not in (…), is null or is not null, joined by 'and' and 'or'.";

    private static final String LIST =
            "Write in ('a', 'b'); between the braces of YAML the whole condition goes into double quotes.";

    private static final String PARENTHESES =
            "There are no parentheses: write 'a and c or b and c' for '(a or b) and c'; "
                    + "'a and b or c' is '(a and b) or c' without them.";

    private record Token(String text, int position) {}

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int next;

    ConditionParser(String text) {
        this.text = text;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.lookingAt()) {
            tokens.add(new Token(matcher.group("token"), matcher.start("token") + 1));
            matcher.region(matcher.end(), text.length());
        }
    }

    Condition parse() {
        List<List<ValueTest>> groups = new ArrayList<>();
        do {
            List<ValueTest> group = new ArrayList<>();
            do {
                group.add(test());
            } while (taken("and"));
            groups.add(group);
        } while (taken("or"));
        if (next < tokens.size()) {
            throw unexpected("the end, 'and' or 'or'", FORMS);
        }
        return new Condition(groups);
    }

    private ValueTest test() {
        String column = column();
        if (taken("=")) {
            return new ValueTest(column, ValueTest.Kind.AMONG, List.of(literal()));
        }
        if (taken("!=") || taken("<>")) {
            return new ValueTest(column, ValueTest.Kind.NOT_AMONG, List.of(literal()));
        }
        if (taken("is")) {
            boolean not = taken("not");
            require("null", "Write is null or is not null.");
            return new ValueTest(column, not ? ValueTest.Kind.NOT_NULL : ValueTest.Kind.NULL, List.of());
        }
        boolean not = taken("not");
        if (!taken("in")) {
            throw unexpected("=, !=, in, not in or is", FORMS);
        }
        return new ValueTest(column, not ? ValueTest.Kind.NOT_AMONG : ValueTest.Kind.AMONG, literals());
    }

    private String column() {
        String token = peek();
        if (token.equals("(")) {
            throw unexpected("a column", PARENTHESES);
        }
        if (token.isEmpty() || isWord(token) || !(isName(token) || token.startsWith("\""))) {
            throw unexpected("a column", FORMS);
        }
        if (!COLUMN.matcher(token).matches()) {
            throw unexpected(
                    "a column", "A name that is not all lower case goes into double quotes: \"" + token + "\".");
        }
        next++;
        return token.startsWith("\"") ? token.substring(1, token.length() - 1).replace("\"\"", "\"") : token;
    }

    private List<Literal> literals() {
        require("(", LIST);
        List<Literal> literals = new ArrayList<>();
        do {
            literals.add(literal());
        } while (taken(","));
        require(")", LIST);
        return literals;
    }

    private Literal literal() {
        String token = peek();
        String word = token.toLowerCase(Locale.ROOT);
        if (token.startsWith("'") && token.length() > 1) {
            next++;
            return new Literal(Kind.TEXT, token.substring(1, token.length() - 1).replace("''", "'"));
        }
        if (INTEGER.matcher(token).matches()) {
            next++;
            return new Literal(Kind.INTEGER, token);
        }
        if (word.equals("true") || word.equals("false")) {
            next++;
            return new Literal(Kind.BOOLEAN, word);
        }
        throw unexpected("a value", valueRemedy(token, word));
    }

    private String valueRemedy(String token, String word) {
        if (word.equals("null")) {
            return "NULL equals nothing: write is null or is not null.";
        }
        if (token.matches("-?[0-9].*")) {
            return "Write whole numbers without leading zeros; other numbers have no one spelling.";
        }
        if (token.equals("'")) {
            return "Close the quote; a quote within text is written twice.";
        }
        if (isName(token)
                && next + 1 < tokens.size()
                && tokens.get(next + 1).text().equals("(")) {
            return "A condition compares a column with values; it calls no functions.";
        }
        return isName(token)
                ? "Put text into single quotes: '" + token + "'."
                : "Write 'text', a whole number, true or false.";
    }

    private String peek() {
        return next < tokens.size() ? tokens.get(next).text() : "";
    }

    private boolean taken(String word) {
        boolean taken = peek().equalsIgnoreCase(word);
        next += taken ? 1 : 0;
        return taken;
    }

    private void require(String word, String remedy) {
        if (!taken(word)) {
            throw unexpected("'" + word + "'", remedy);
        }
    }

    private static boolean isName(String token) {
        return token.matches("[\\p{L}_][\\p{L}0-9_$]*");
    }

    private static boolean isWord(String token) {
        return WORDS.contains(token.toLowerCase(Locale.ROOT));
    }

    private InvalidTextException unexpected(String wanted, String remedy) {
        String found = next < tokens.size()
                ? "'" + tokens.get(next).text() + "' at character "
                        + tokens.get(next).position()
                : "the end";
        return new InvalidTextException(
                text, "this is no condition: " + wanted + " was expected, not " + found, remedy);
    }
}
