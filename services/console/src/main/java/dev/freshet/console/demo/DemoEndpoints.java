package dev.freshet.console.demo;

import dev.freshet.console.problem.Problem;
import java.util.List;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The sample application over HTTP. */
@RestController
@RequestMapping(path = "/v1/demo/lectures", produces = MediaType.APPLICATION_JSON_VALUE)
final class DemoEndpoints {

    private final Course course;
    private final Lectures lectures;
    private final Answers answers;

    DemoEndpoints(Course course, Lectures lectures, Answers answers) {
        this.course = course;
        this.lectures = lectures;
        this.answers = answers;
    }

    @GetMapping
    Everything all() {
        return new Everything(course.all());
    }

    @GetMapping("/{id}")
    Lecture one(@PathVariable UUID id) {
        return course.find(id).orElseThrow(() -> missing(id));
    }

    @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Lecture edit(@PathVariable UUID id, @RequestBody EditRequest edit) {
        EditRequest checked = edit.checked();
        if (!lectures.edit(id, checked.title(), checked.content())) {
            throw missing(id);
        }
        return one(id);
    }

    @PostMapping(path = "/{id}/answers", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answered ask(@PathVariable UUID id, @RequestBody QuestionRequest question) {
        Question asked = question.about(id);
        if (lectures.find(id).isEmpty()) {
            throw missing(id);
        }
        if (!lectures.have(asked.lectures())) {
            throw Problem.missing("lectureIds", "there is no such lecture");
        }
        return answers.ask(asked);
    }

    private static Problem missing(UUID id) {
        return Problem.missing("id", "there is no lecture " + id);
    }

    /** The answer to a GET. */
    record Everything(List<Lecture> lectures) {}
}
