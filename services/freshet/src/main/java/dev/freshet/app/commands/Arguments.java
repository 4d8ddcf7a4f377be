package dev.freshet.app.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The program's arguments, told apart: settings have a dot in their name ({@code --freshet.roles=capture}), everything else
 * belongs to the command.
 *
 * @param words the command and its options
 * @param settings for Spring
 */
public record Arguments(List<String> words, List<String> settings) {

    private static final Pattern SETTING = Pattern.compile("--[^=\\s]+\\.[^=\\s]+(=.*)?", Pattern.DOTALL);

    public Arguments {
        words = List.copyOf(words);
        settings = List.copyOf(settings);
    }

    /** The arguments as the program was given them. */
    public static Arguments of(String... arguments) {
        List<String> words = new ArrayList<>();
        List<String> settings = new ArrayList<>();
        for (String argument : arguments) {
            (SETTING.matcher(argument).matches() ? settings : words).add(argument);
        }
        return new Arguments(words, settings);
    }

    /** Whether the default run is asked for: no command, or {@code run}. */
    public boolean isRun() {
        return words.isEmpty() || words.equals(List.of("run"));
    }
}
