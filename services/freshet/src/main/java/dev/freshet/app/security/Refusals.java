package dev.freshet.app.security;

import dev.freshet.app.audit.AuditLog;
import dev.freshet.app.requests.ProblemDocument;
import dev.freshet.app.requests.RequestBody;
import dev.freshet.app.requests.ResponseHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** How a request is refused: with a problem document that says what it needs, and a note for the audit log. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {

    private static final String CHALLENGE = "Bearer realm=\"freshet\"";

    private final AccessRules rules;
    private final Tokens tokens;

    Refusals(AccessRules rules, Tokens tokens) {
        this.rules = rules;
        this.tokens = tokens;
    }

    /** 401: no token came. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        Need need = rules.of(request);
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        answer(
                request,
                response,
                "no token",
                new ProblemDocument(HttpStatus.UNAUTHORIZED, needed(need) + " Send it as 'Authorization: Bearer …'.")
                        .with("needs", token(need)));
    }

    /** 401: what came is no token of ours. */
    void unknown(HttpServletRequest request, HttpServletResponse response, String detail) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + ", error=\"invalid_token\"");
        answer(
                request,
                response,
                detail,
                new ProblemDocument(HttpStatus.UNAUTHORIZED, detail).with("needs", token(rules.of(request))));
    }

    /** 403: the token does not allow it. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        Need need = rules.of(request);
        response.setHeader(
                HttpHeaders.WWW_AUTHENTICATE,
                CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + token(need) + "\"");
        answer(
                request,
                response,
                "token does not allow it",
                new ProblemDocument(HttpStatus.FORBIDDEN, needed(need) + " The one sent allows less.")
                        .with("needs", token(need)));
    }

    /** 403: no token would help, because of where the request comes from. */
    void foreign(HttpServletRequest request, HttpServletResponse response, String detail) throws IOException {
        answer(request, response, detail, new ProblemDocument(HttpStatus.FORBIDDEN, detail));
    }

    /** 400: an address or a method that has no honest use. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException e)
            throws IOException {
        ResponseHeaders.set(request, response);
        new ProblemDocument(HttpStatus.BAD_REQUEST, "the address or the method is malformed").write(response);
        RequestBody.discard(request);
    }

    private static void answer(
            HttpServletRequest request, HttpServletResponse response, String why, ProblemDocument problem)
            throws IOException {
        AuditLog.refuse(request, problem.status(), why);
        problem.write(response);
        RequestBody.discard(request);
    }

    private String needed(Need need) {
        if (need == Need.READING) {
            return "This needs the viewer or the operator token.";
        }
        return tokens.has(Caller.OPERATOR)
                ? "This needs the operator token."
                : "This needs the operator token, and none is set here: nobody may act.";
    }

    private static String token(Need need) {
        return (need == Need.ACTING ? Caller.OPERATOR : Caller.VIEWER).toString();
    }
}
