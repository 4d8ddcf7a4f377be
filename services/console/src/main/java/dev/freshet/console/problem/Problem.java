package dev.freshet.console.problem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request that cannot be answered as asked; the caller reads it as a problem document. */
public final class Problem extends ErrorResponseException {

    private Problem(HttpStatus status, String detail, @Nullable Throwable cause) {
        super(status, ProblemDetail.forStatusAndDetail(status, detail), cause);
    }

    /** 400: {@code parameter}, a query parameter or a field of the body, has a value that is refused. */
    public static Problem refused(String parameter, String detail) {
        return about(parameter, HttpStatus.BAD_REQUEST, detail);
    }

    /** 400: the body cannot be read at all. */
    public static Problem unreadable(String detail) {
        return new Problem(HttpStatus.BAD_REQUEST, detail, null);
    }

    /** 404: {@code parameter} is well formed, and names nothing. */
    public static Problem missing(String parameter, String detail) {
        return about(parameter, HttpStatus.NOT_FOUND, detail);
    }

    /** 409: well formed, and refused as things stand. */
    public static Problem conflict(String detail) {
        return new Problem(HttpStatus.CONFLICT, detail, null);
    }

    /** 503: a server that the console needs does not answer; the caller may repeat the request later. */
    public static Problem unavailable(String detail, Throwable cause) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE, detail, cause);
    }

    private static Problem about(String parameter, HttpStatus status, String detail) {
        Problem problem = new Problem(status, detail, null);
        problem.getBody().setProperty("parameter", parameter);
        return problem;
    }
}
