package dev.freshet.app.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * While no token is set, only programs on this machine get in, and that includes its browsers: other people's web sites
 * must not use them. A site that has its own name resolve to us is told by the Host header, one that sends forms here by
 * Origin or Sec-Fetch-Site, which a page's script cannot change. A request that a proxy has passed on may come from anywhere.
 */
final class LocalOnly extends OncePerRequestFilter {

    /** The name, perhaps the port. */
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private static final List<String> PASSED_ON = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host");
    private static final String REMEDY = " Set " + Tokens.VIEWER + " and " + Tokens.OPERATOR + " to let others in.";

    private final AccessRules rules;
    private final Refusals refusals;

    LocalOnly(AccessRules rules, Refusals refusals) {
        this.rules = rules;
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String refusal = refusal(request);
        if (refusal == null) {
            chain.doFilter(request, response);
        } else {
            refusals.foreign(request, response, refusal);
        }
    }

    private @Nullable String refusal(HttpServletRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        if (host == null || !LOOPBACK.matcher(host).matches()) {
            return "Without tokens this answers only to localhost and 127.0.0.1, not to other names." + REMEDY;
        }
        if (PASSED_ON.stream().anyMatch(header -> request.getHeader(header) != null)) {
            return "Without tokens this answers only to programs on this machine, and a proxy has passed this on."
                    + REMEDY;
        }
        if (rules.of(request) == Need.ACTING && isOfAnotherSite(request, host)) {
            return "Without tokens other web pages may not act here.";
        }
        return null;
    }

    /** A browser says where a request comes from; other programs say nothing. */
    private static boolean isOfAnotherSite(HttpServletRequest request, String host) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean otherSite = site != null && !List.of("same-origin", "none").contains(site);
        boolean otherOrigin =
                origin != null && !origin.equalsIgnoreCase(request.getScheme() + "://" + host.toLowerCase(Locale.ROOT));
        return otherSite || otherOrigin;
    }
}
