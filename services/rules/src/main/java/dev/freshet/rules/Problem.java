package dev.freshet.rules;

/**
 * Something wrong, or doubtful, in a rules file.
 *
 * @param place where it stands
 * @param text the offending text
 * @param cause what is wrong with it
 * @param remedy how to mend it
 */
public record Problem(Place place, String text, String cause, String remedy) {

    /** One line for people: {@code rules.yaml:7:10: 'delet': no such operation. Did you mean 'delete'?} */
    @Override
    public String toString() {
        return place + ": '" + text + "': " + cause + ". " + remedy;
    }
}
