package dev.freshet.statistics.daily;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.TransactionException;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/stats/daily}. Thread-safe. */
@RestController
final class DailyController {

    private static final Logger log = LoggerFactory.getLogger(DailyController.class);

    private final DailyFigures figures;
    private final Clock clock;

    DailyController(DailyFigures figures, Clock clock) {
        this.figures = figures;
        this.clock = clock;
    }

    /** The answer: an object, so that something can be added beside the days. */
    record Answer(List<Day> days) {}

    // All parameters are taken as they came: which of them is wrong, and how, is ours to say
    @GetMapping("/v1/stats/daily")
    Answer daily(@RequestParam MultiValueMap<String, String> given) {
        Question question = Question.of(
                once("from", given), once("to", given), once("cache", given), once("operation", given), clock);
        return new Answer(figures.answer(question));
    }

    private static @Nullable String once(String parameter, MultiValueMap<String, String> given) {
        List<String> values = given.getOrDefault(parameter, List.of());
        if (values.size() > 1) {
            throw new BadParameter(parameter, "is given " + values.size() + " times");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    @ExceptionHandler
    ProblemDetail problem(BadParameter bad) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, bad.getMessage());
        problem.setType(URI.create("urn:freshet:problem:bad-parameter"));
        problem.setTitle("Bad parameter");
        problem.setProperty("parameter", bad.parameter());
        return problem;
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ProblemDetail unavailable(RuntimeException e) {
        log.warn("The daily figures cannot be read: {}", e.getMessage());
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "the database with the figures does not answer");
        problem.setType(URI.create("urn:freshet:problem:unavailable"));
        problem.setTitle("Figures not available");
        return problem;
    }
}
