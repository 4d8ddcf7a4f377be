package dev.freshet.console.demo;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Stands in for an AI model: takes the lecture's own sentences, the same for the same lecture, at once and for nothing.
 * Each answer says so itself.
 */
final class SampleModel {

    private static final String NOTE = "Sample text, made without an AI";

    /** An answer in the form of the sample course's others. */
    Map<String, Object> answer(Operation operation, String content) {
        List<String> sentences = sentences(content);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("note", NOTE);
        switch (operation) {
            case quiz ->
                answer.put(
                        "questions",
                        first(2, sentences).map(SampleModel::question).toList());
            case flashcards ->
                answer.put("cards", first(3, sentences).map(SampleModel::card).toList());
            default ->
                answer.put(
                        operation.name(), String.join(" ", first(2, sentences).toList()));
        }
        return answer;
    }

    /** The price of an answer in tokens, roughly: four characters of JSON make one. */
    static int tokens(String json) {
        return Math.max(1, json.length() / 4);
    }

    private static List<String> sentences(String content) {
        return Arrays.stream(content.split("(?<=[.!?])\\s+"))
                .map(sentence -> sentence.strip().replaceAll("\\s+", " "))
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    private static Stream<String> first(int most, List<String> sentences) {
        return (sentences.isEmpty() ? List.of("(The lecture is empty.)") : sentences)
                .stream().limit(most);
    }

    private static Map<String, String> question(String sentence) {
        String word = longestWord(sentence);
        return Map.of("question", word.isEmpty() ? sentence : sentence.replace(word, "_____"), "answer", word);
    }

    private static Map<String, String> card(String sentence) {
        return Map.of("front", longestWord(sentence), "back", sentence);
    }

    private static String longestWord(String sentence) {
        return Arrays.stream(sentence.split("[^\\p{L}\\p{N}]+"))
                .reduce("", (longest, word) -> word.length() > longest.length() ? word : longest);
    }
}
