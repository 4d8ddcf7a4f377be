package dev.freshet.app.security;

import java.util.Arrays;
import java.util.Locale;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Those whom we tell apart. Their names stand in the audit log and in published commands. */
enum Caller {
    /** has the viewer token */
    VIEWER(Need.READING),
    /** has the operator token */
    OPERATOR(Need.ACTING),
    /** any program on this machine, while no token is set */
    LOCAL(Need.ACTING),
    /** whoever reaches the management port */
    MONITOR(Need.READING);

    private final Need most;

    Caller(Need most) {
        this.most = most;
    }

    /** For Spring Security; the health endpoint shows its details to {@code ROLE_READING}. */
    Authentication authentication() {
        return UsernamePasswordAuthenticationToken.authenticated(
                toString(),
                null,
                Arrays.stream(Need.values())
                        .filter(need -> need.compareTo(most) <= 0)
                        .map(need -> new SimpleGrantedAuthority("ROLE_" + need))
                        .toList());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
