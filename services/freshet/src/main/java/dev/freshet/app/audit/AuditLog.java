package dev.freshet.app.audit;

import dev.freshet.console.action.Action;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Writes a line for each action once its outcome is known, and one for each refused attempt as long as there are not too
 * many. Stands before all other filters. Neither queries nor headers nor bodies are written: they may hold secrets.
 */
public final class AuditLog extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger("dev.freshet.audit");

    private static final String WHO = AuditLog.class.getName() + ".who";
    private static final String REFUSED = AuditLog.class.getName() + ".refused";
    private static final int REFUSALS_PER_MINUTE = 10;

    private final Predicate<HttpServletRequest> isAction;
    private final Clock clock;
    private final Rate refusals;

    public AuditLog(Predicate<HttpServletRequest> isAction, Clock clock) {
        this.isAction = isAction;
        this.clock = clock;
        this.refusals = new Rate(REFUSALS_PER_MINUTE, Duration.ofMinutes(1), clock);
    }

    /** Notes who asks. */
    public static void identify(HttpServletRequest request, String who) {
        request.setAttribute(WHO, who);
    }

    /** Notes that the request was not let through. */
    public static void refuse(HttpServletRequest request, int status, String why) {
        request.setAttribute(REFUSED, new Refused(status, why));
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false; // the outcome of an asynchronous answer is known at its last dispatch
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int failure = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        try {
            chain.doFilter(request, response);
            failure = 0;
        } finally {
            if (!isAsyncStarted(request)) {
                write(request, failure == 0 ? response.getStatus() : failure);
            }
        }
    }

    private void write(HttpServletRequest request, int status) {
        if (request.getAttribute(REFUSED) instanceof Refused refused) {
            long held = refusals.pass();
            if (held >= 0) {
                log.info("refused {}{}", line(request, refused.status()).quoted("why", refused.why()), held(held));
            }
        } else if (isAction.test(request)) {
            AuditLine line = line(request, status);
            Action.of(request).facts().forEach(line::quoted);
            log.info("{}", line);
        }
    }

    private AuditLine line(HttpServletRequest request, int status) {
        return new AuditLine()
                .plain("time", clock.instant())
                .plain("who", Objects.requireNonNullElse(request.getAttribute(WHO), "nobody"))
                .plain("from", request.getRemoteAddr())
                .quoted("method", request.getMethod())
                .quoted("path", request.getRequestURI())
                .plain("status", status);
    }

    /** The status as answered: a body that stalls afterwards changes the response's own. */
    private record Refused(int status, String why) {}

    private static String held(long count) {
        return count == 0 ? "" : " (and " + count + " more, not shown)";
    }
}
