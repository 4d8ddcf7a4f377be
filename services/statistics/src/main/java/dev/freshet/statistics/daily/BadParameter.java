package dev.freshet.statistics.daily;

import org.jspecify.annotations.Nullable;

/** A question that makes no sense, and the parameter to blame. */
final class BadParameter extends RuntimeException {

    private final String parameter;

    BadParameter(String parameter, String problem) {
        this(parameter, problem, null);
    }

    BadParameter(String parameter, String problem, @Nullable Throwable cause) {
        super(parameter + " " + problem, cause);
        this.parameter = parameter;
    }

    String parameter() {
        return parameter;
    }
}
