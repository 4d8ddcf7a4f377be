package dev.freshet.app.security;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells callers what they may do, so that a page need not offer what would be refused. */
@RestController
final class WhoAmI {

    private final Tokens tokens;

    WhoAmI(Tokens tokens) {
        this.tokens = tokens;
    }

    @GetMapping("/v1/whoami")
    Answer whoAmI(Principal caller, HttpServletRequest request) {
        return new Answer(caller.getName(), !tokens.isEmpty(), request.isUserInRole(Need.ACTING.name()));
    }

    /**
     * @param who viewer, operator or local
     * @param byToken whether a token is needed here
     * @param mayAct whether the caller may do more than read
     */
    record Answer(String who, boolean byToken, boolean mayAct) {}
}
