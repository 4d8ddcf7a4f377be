package dev.freshet.app.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * What each request needs: the one place for it. The first rule that fits decides. An endpoint that keeps to HTTP (GET
 * and HEAD read, everything else acts) needs no rule of its own.
 */
final class AccessRules implements AuthorizationManager<RequestAuthorizationContext> {

    private static final Set<String> SAFE = Set.of("GET", "HEAD");
    private static final Set<String> POST = Set.of("POST");
    private static final Set<String> ANY = Set.of();

    /** The files that ask for a token cannot need one; they hold nothing secret. */
    private static final List<Rule> PAGE = List.of(
            new Rule(SAFE, "/", Need.NOTHING),
            new Rule(SAFE, "/index.html", Need.NOTHING),
            new Rule(SAFE, "/console/*", Need.NOTHING));

    private static final List<Rule> EVERYWHERE = List.of(
            // tells UP or DOWN; the parts and their reasons only to those who may read
            new Rule(SAFE, "/actuator/health", Need.NOTHING),
            // a lookup is a question, only too long for an address
            new Rule(POST, "/v1/caches/*/lookups", Need.READING),
            new Rule(SAFE, "/**", Need.READING),
            new Rule(ANY, "/**", Need.ACTING));

    private final List<Rule> rules;

    /** @param page whether the page is served here */
    AccessRules(boolean page) {
        this.rules = Stream.concat(page ? PAGE.stream() : Stream.of(), EVERYWHERE.stream())
                .toList();
    }

    /** What the request needs. */
    Need of(HttpServletRequest request) {
        return rules.stream()
                .filter(rule -> rule.fits(request))
                .map(Rule::need)
                .findFirst()
                .orElse(Need.ACTING);
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> caller, RequestAuthorizationContext context) {
        Need need = of(context.getRequest());
        return new AuthorizationDecision(need == Need.NOTHING || may(caller.get(), need));
    }

    private static boolean may(@Nullable Authentication caller, Need need) {
        return caller != null
                && caller.getAuthorities().stream()
                        .anyMatch(authority -> ("ROLE_" + need).equals(authority.getAuthority()));
    }

    /** @param methods of HTTP; empty for all */
    private record Rule(Set<String> methods, PathPatternRequestMatcher path, Need need) {

        Rule(Set<String> methods, String path, Need need) {
            this(methods, PathPatternRequestMatcher.pathPattern(path), need);
        }

        boolean fits(HttpServletRequest request) {
            return (methods.isEmpty() || methods.contains(request.getMethod())) && path.matches(request);
        }
    }
}
