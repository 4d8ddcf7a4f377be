package dev.freshet.app.security;

import dev.freshet.app.audit.AuditLog;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Recognises the caller by the token; without tokens everybody is local. A wrong token is refused wherever it is sent. */
final class BearerTokens extends OncePerRequestFilter {

    private static final Pattern BEARER = Pattern.compile("Bearer +([!-~]+) *", Pattern.CASE_INSENSITIVE);

    private final Tokens tokens;
    private final Refusals refusals;

    BearerTokens(Tokens tokens, Refusals refusals) {
        this.tokens = tokens;
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        List<String> sent = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (tokens.isEmpty()) {
            identify(Caller.LOCAL, request);
            chain.doFilter(request, response);
        } else if (sent.isEmpty()) {
            chain.doFilter(request, response);
        } else {
            Matcher header = BEARER.matcher(sent.get(0));
            if (sent.size() > 1 || !header.matches()) {
                refusals.unknown(request, response, "The Authorization header is not of the form 'Bearer TOKEN'.");
                return;
            }
            Optional<Caller> caller = tokens.callerWith(header.group(1));
            if (caller.isEmpty()) {
                refusals.unknown(request, response, "The token is not known here.");
                return;
            }
            identify(caller.get(), request);
            chain.doFilter(request, response);
        }
    }

    /** Says who asks, for as long as the request lasts. */
    static void identify(Caller caller, HttpServletRequest request) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(caller.authentication());
        SecurityContextHolder.setContext(context);
        AuditLog.identify(request, caller.toString());
    }
}
