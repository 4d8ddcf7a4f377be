package dev.freshet.app.security;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.freshet.app.settings.Freshet;
import dev.freshet.console.action.Action;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The program's own HTTP surface, settings and page, on endpoints that need no server. */
final class HttpSurface implements AutoCloseable {

    static final String VIEWER = "viewer-0123456789abcdef";
    static final String OPERATOR = "operator-0123456789abcdef";
    static final List<String> BOTH_TOKENS =
            List.of("--freshet.http.viewer-token=" + VIEWER, "--freshet.http.operator-token=" + OPERATOR);

    private final ConfigurableApplicationContext context;
    private final ListAppender<ILoggingEvent> audit = new ListAppender<>();

    private HttpSurface(ConfigurableApplicationContext context) {
        this.context = context;
        // after the start, which resets the logging
        audit.start();
        logger().addAppender(audit);
    }

    static HttpSurface open(String... settings) {
        return start(List.of(), settings);
    }

    static HttpSurface withTokens(String... settings) {
        return start(BOTH_TOKENS, settings);
    }

    static HttpSurface start(List<String> tokens, String... settings) {
        List<String> arguments = new ArrayList<>(tokens);
        arguments.add("--server.port=0");
        arguments.addAll(List.of(settings));
        return new HttpSurface(new SpringApplicationBuilder(Endpoints.class, page())
                .web(WebApplicationType.SERVLET)
                .logStartupInfo(false)
                .listeners(new AccessCheck())
                .run(arguments.toArray(String[]::new)));
    }

    int port() {
        return port("local.server.port");
    }

    int managementPort() {
        return port("local.management.port");
    }

    private int port(String property) {
        return context.getEnvironment().getRequiredProperty(property, Integer.class);
    }

    /** A request; add headers and a body, then send it. */
    Request request(String method, String path) {
        return new Request(port(), method, path);
    }

    /** What was written to the audit log so far. */
    List<String> audited() {
        synchronized (audit) {
            return audit.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        }
    }

    void forgetAudited() {
        synchronized (audit) {
            audit.list.clear();
        }
    }

    @Override
    public void close() {
        logger().detachAppender(audit);
        context.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("dev.freshet.audit");
    }

    private static Class<?> page() {
        try {
            return Class.forName("dev.freshet.console.page.PageConfiguration");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @RestController
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                UserDetailsServiceAutoConfiguration.class,
                DataSourceAutoConfiguration.class,
                HibernateJpaAutoConfiguration.class,
                KafkaAutoConfiguration.class
            })
    @EnableConfigurationProperties(Freshet.class)
    @Import(SecurityConfiguration.class)
    static class Endpoints {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @GetMapping("/v1/things")
        Map<String, String> things() {
            return Map.of("thing", "one");
        }

        @PostMapping(path = "/v1/things", consumes = MediaType.APPLICATION_JSON_VALUE)
        Map<String, Integer> add(@RequestBody String body, HttpServletRequest request) {
            new Action().with("target", "key:a").with("reason", "a\n\"b\"").tell(request);
            return Map.of("length", body.length());
        }

        @PutMapping("/v1/things")
        void fail() {
            throw new IllegalStateException("password=secret");
        }

        @PostMapping("/v1/later")
        Callable<Map<String, String>> later() {
            return () -> Map.of("late", "yes");
        }

        @PostMapping("/v1/caches/{cache}/lookups")
        Map<String, String> lookUp(@PathVariable String cache) {
            return Map.of("cache", cache);
        }

        @PutMapping("/v1/caches/{cache}/answers/{key}")
        Map<String, String> store(@PathVariable String cache, @PathVariable String key) {
            return Map.of("cache", cache, "key", key);
        }
    }
}
