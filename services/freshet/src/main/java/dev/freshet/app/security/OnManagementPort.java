package dev.freshet.app.security;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.context.support.WebApplicationContextUtils;

/** Requests that came in by a management port of its own. Nothing but the actuator's endpoints is served there. */
final class OnManagementPort implements RequestMatcher {

    @Override
    public boolean matches(HttpServletRequest request) {
        ApplicationContext context = WebApplicationContextUtils.getWebApplicationContext(request.getServletContext());
        return WebServerApplicationContext.hasServerNamespace(context, "management");
    }
}
