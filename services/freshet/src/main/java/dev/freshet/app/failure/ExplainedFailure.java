package dev.freshet.app.failure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Gives Boot our explanation of a failed start. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ExplainedFailure implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        return Explanation.of(failure)
                .map(explanation -> new FailureAnalysis(explanation.cause(), explanation.remedy(), failure))
                .orElse(null);
    }
}
