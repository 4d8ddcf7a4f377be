package dev.freshet.statistics.asking;

import org.jspecify.annotations.Nullable;

/** A question that makes no sense, and the parameter to blame. */
public final class BadParameter extends RuntimeException {

    private final String parameter;

    public BadParameter(String parameter, String problem) {
        this(parameter, problem, null);
    }

    public BadParameter(String parameter, String problem, @Nullable Throwable cause) {
        super(parameter + " " + problem, cause);
        this.parameter = parameter;
    }

    String parameter() {
        return parameter;
    }
}
