package dev.freshet.app.security;

import dev.freshet.app.audit.AuditLog;
import dev.freshet.app.requests.ProblemDocument;
import dev.freshet.app.requests.RequestLimits;
import dev.freshet.app.requests.RequestsConfiguration;
import dev.freshet.app.requests.ResponseHeaders;
import dev.freshet.app.settings.Freshet;
import dev.freshet.app.settings.HttpSettings;
import dev.freshet.app.settings.Role;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/** The whole HTTP surface: who may do what, what a request may bring, what an answer carries, and what is written down. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpSettings.class)
@Import({RequestsConfiguration.class, WhoAmI.class})
public class SecurityConfiguration {

    private static final Logger log = LoggerFactory.getLogger(SecurityConfiguration.class);

    @Bean
    Tokens tokens(HttpSettings settings) {
        Tokens tokens = new Tokens(settings);
        if (tokens.isEmpty()) {
            log.info("HTTP is open to every program on this machine, and to no other: no tokens are set");
        } else if (!tokens.has(Caller.OPERATOR)) {
            log.info("Nobody may act over HTTP: {} is not set", Tokens.OPERATOR);
        }
        return tokens;
    }

    @Bean
    AccessRules accessRules(Freshet freshet) {
        return new AccessRules(freshet.activeRoles().contains(Role.CONSOLE));
    }

    @Bean
    Refusals refusals(AccessRules rules, Tokens tokens) {
        return new Refusals(rules, tokens);
    }

    /** A management port of its own is for the machines that watch: whoever reaches it may read. */
    @Bean
    @Order(1)
    SecurityFilterChain managementPort(HttpSecurity http) throws Exception {
        return stateless(http)
                .securityMatcher(new OnManagementPort())
                .addFilterBefore(new ResponseHeaders(), DisableEncodeUrlFilter.class)
                .addFilterBefore(new AsMonitor(), AnonymousAuthenticationFilter.class)
                .exceptionHandling(refused -> refused.accessDeniedHandler((request, response, e) -> new ProblemDocument(
                                HttpStatus.NOT_FOUND, "only the endpoints of the actuator are here")
                        .write(response)))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(EndpointRequest.toAnyEndpoint())
                        .permitAll()
                        .anyRequest() // Spring MVC would serve the page's files here too
                        .denyAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain everythingElse(
            HttpSecurity http, AccessRules rules, Tokens tokens, Refusals refusals, HttpSettings settings, Clock clock)
            throws Exception {
        stateless(http)
                .addFilterBefore(new ResponseHeaders(), DisableEncodeUrlFilter.class)
                .addFilterAfter(new AuditLog(request -> rules.of(request) == Need.ACTING, clock), ResponseHeaders.class)
                .addFilterBefore(new BearerTokens(tokens, refusals), AnonymousAuthenticationFilter.class)
                .addFilterAfter(new RequestLimits(settings.largestBody()), AuthorizationFilter.class)
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.ASYNC)
                        .permitAll() // let through when they came
                        .anyRequest()
                        .access(rules));
        if (tokens.isEmpty()) {
            http.addFilterBefore(new LocalOnly(rules, refusals), BearerTokens.class);
        }
        return http.build();
    }

    /** Every request brings its token: no session, no cookie, so no forgery of requests to guard against. */
    private static HttpSecurity stateless(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    /** Health shows its details to somebody. */
    private static final class AsMonitor extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            BearerTokens.identify(Caller.MONITOR, request);
            chain.doFilter(request, response);
        }
    }
}
