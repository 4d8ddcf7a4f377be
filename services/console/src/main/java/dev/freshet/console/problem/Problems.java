package dev.freshet.console.problem;

import dev.freshet.console.ConsoleConfiguration;
import io.lettuce.core.RedisException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/** Turns what goes wrong in the console's own endpoints into {@link Problem}s; the one place where failures are classified. */
@RestControllerAdvice(basePackageClasses = ConsoleConfiguration.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Problems {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> asked(Problem problem) {
        if (problem.getStatusCode().is5xxServerError()) {
            log.warn("{}", problem.getBody().getDetail(), problem.getCause());
        }
        return ResponseEntity.of(problem.getBody()).build();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> mistyped(MethodArgumentTypeMismatchException e) {
        return asked(Problem.refused(
                e.getName(),
                "%s must be %s, not '%s'".formatted(e.getName(), kind(e.getRequiredType()), e.getValue())));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException e) {
        if (e.getCause() instanceof DatabindException mismatch
                && !field(mismatch).isEmpty()) {
            return asked(Problem.refused(field(mismatch), "the value of '" + field(mismatch) + "' is of another type"));
        }
        return asked(Problem.unreadable(
                e.getCause() instanceof JacksonException json
                        ? "the body is not JSON as expected here: " + json.getOriginalMessage()
                        : "a JSON object is needed as the body"));
    }

    @ExceptionHandler({
        CannotGetJdbcConnectionException.class,
        DataAccessResourceFailureException.class,
        QueryTimeoutException.class
    })
    ResponseEntity<ProblemDetail> databaseAway(Exception e) {
        return asked(Problem.unavailable("the database does not answer", e));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> redisAway(RedisException e) {
        return asked(Problem.unavailable("Redis does not answer", e));
    }

    private static String field(DatabindException e) {
        List<JacksonException.Reference> path = e.getPath();
        String name = path.isEmpty() ? null : path.get(path.size() - 1).getPropertyName();
        return name == null ? "" : name;
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == UUID.class) {
            return "a UUID";
        }
        return type == int.class ? "a whole number" : "of another type";
    }
}
