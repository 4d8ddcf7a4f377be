package dev.freshet.console.demo;

import io.lettuce.core.RedisException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The sample course as the page shows it: each lecture with what is cached about it, and where. */
final class Course {

    private final Lectures lectures;
    private final AnswerRows rows;
    private final AnswerKeys keys;

    Course(Lectures lectures, AnswerRows rows, AnswerKeys keys) {
        this.lectures = lectures;
        this.rows = rows;
        this.keys = keys;
    }

    List<Lecture> all() {
        return withAnswers(lectures.all());
    }

    Optional<Lecture> find(UUID id) {
        return lectures.find(id).map(text -> withAnswers(List.of(text)).get(0));
    }

    private List<Lecture> withAnswers(List<LectureText> texts) {
        List<AnswerRow> cached = rows.about(texts.stream().map(LectureText::id).toList());
        @Nullable Set<String> present = present(texts, cached);
        return texts.stream()
                .map(text -> new Lecture(text.id(), text.title(), text.content(), answers(text, cached, present)))
                .toList();
    }

    private static List<CachedAnswer> answers(
            LectureText lecture, List<AnswerRow> cached, @Nullable Set<String> present) {
        Map<String, CachedAnswer> answers = new LinkedHashMap<>();
        for (Question question : offered(lecture)) {
            answers.put(
                    question.cacheKey(),
                    CachedAnswer.withoutRow(question, present == null ? null : present.contains(question.cacheKey())));
        }
        for (AnswerRow row : cached) {
            if (row.lectures().contains(lecture.id())) {
                answers.put(row.cacheKey(), row.cached(present == null ? null : present.contains(row.cacheKey())));
            }
        }
        return List.copyOf(answers.values());
    }

    private static List<Question> offered(LectureText lecture) {
        return Operation.OFFERED.stream()
                .map(operation -> new Question(operation, List.of(lecture.id()), operation.params()))
                .toList();
    }

    /** Null while Redis does not answer: the course can be read all the same. */
    private @Nullable Set<String> present(Collection<LectureText> texts, List<AnswerRow> cached) {
        Set<String> all = new LinkedHashSet<>();
        texts.forEach(text -> offered(text).forEach(question -> all.add(question.cacheKey())));
        cached.forEach(row -> all.add(row.cacheKey()));
        try {
            return keys.present(all);
        } catch (RedisException e) {
            return null;
        }
    }
}
