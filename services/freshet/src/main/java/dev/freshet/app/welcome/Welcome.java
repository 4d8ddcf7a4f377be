package dev.freshet.app.welcome;

import dev.freshet.app.settings.Freshet;
import dev.freshet.app.settings.HttpSettings;
import dev.freshet.app.settings.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Prints, once everything runs, where it is and what to try. */
public final class Welcome implements ApplicationListener<ApplicationReadyEvent> {

    private static final String SAMPLE_LECTURE = "1e000000-0000-4000-8000-000000000001";

    private final Freshet freshet;
    private final HttpSettings access;
    private final Environment environment;

    Welcome(Freshet freshet, HttpSettings access, Environment environment) {
        this.freshet = freshet;
        this.access = access;
        this.environment = environment;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        lines().forEach(System.out::println);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Freshet runs: "
                + freshet.activeRoles().stream().map(Role::toString).collect(Collectors.joining(", ")));
        lines.add("");
        if (hasConsole()) {
            lines.add("  Page        " + http() + "/");
        }
        lines.add("  Health      " + management() + "/actuator/health");
        lines.add("  Access      " + access());
        // a password may be among the URL's parameters
        lines.add("  PostgreSQL  " + property("spring.datasource.url").replaceFirst("\\?.*", ""));
        if (freshet.servers() == Freshet.Servers.EMBEDDED) {
            lines.add("              user " + property("spring.datasource.username") + ", password "
                    + property("spring.datasource.password"));
        }
        lines.add("  Kafka       " + property("spring.kafka.bootstrap-servers"));
        if (freshet.servers() == Freshet.Servers.EMBEDDED) {
            lines.add("  Redis       " + property("freshet.redis.uri"));
            lines.add("  State       " + freshet.folder().toAbsolutePath().normalize());
        }
        if (freshet.demo() && hasConsole()) {
            lines.addAll(trial());
        }
        lines.add("");
        lines.add("Ctrl-C stops it.");
        return lines;
    }

    private List<String> trial() {
        String lecture = http() + "/v1/demo/lectures/" + SAMPLE_LECTURE;
        String curl = access.isOpen() ? "  curl " : "  curl -H \"Authorization: Bearer $OPERATOR_TOKEN\" ";
        return List.of(
                "",
                "Try this: open the page, change a lecture, and watch its cached answers disappear. Or by hand:",
                "",
                curl + lecture,
                curl + "-X PUT " + lecture + " -H 'Content-Type: application/json' \\",
                "       -d '{\"content\": \"Water finds its way.\"}'",
                curl + "'" + http() + "/v1/invalidations?limit=5'",
                "",
                "The first call shows the lecture with its cached answers; after the second, which is a plain SQL UPDATE",
                "and nothing more, they are gone from the cache table and from Redis; the third tells what was removed.");
    }

    private String access() {
        if (access.isOpen()) {
            return "open to every program on this machine, and to no other: no tokens are set";
        }
        return "by token ('Authorization: Bearer …'): reading with "
                + (access.viewerToken() == null ? "the operator token" : "the viewer or the operator token")
                + (access.operatorToken() == null ? ", acting not at all" : ", acting with the operator token");
    }

    private boolean hasConsole() {
        return freshet.activeRoles().contains(Role.CONSOLE);
    }

    private String http() {
        return "http://localhost:" + environment.getProperty("local.server.port", property("server.port"));
    }

    private String management() {
        String port = environment.getProperty("local.management.port");
        return port == null ? http() : "http://localhost:" + port;
    }

    private String property(String name) {
        return environment.getRequiredProperty(name);
    }
}
