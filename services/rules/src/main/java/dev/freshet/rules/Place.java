package dev.freshet.rules;

/**
 * Where something stands in a rules file.
 *
 * @param file the name given to {@link RulesFile#read}
 * @param line from 1; 0 when only the file is known
 * @param column from 1; 0 when only the file is known
 */
public record Place(String file, int line, int column) {

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
