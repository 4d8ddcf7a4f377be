package dev.freshet.console.health;

import dev.freshet.console.redis.Redis;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Up while PostgreSQL, Redis and Kafka all answer; says of each whether it does. */
final class ConsoleHealth implements HealthIndicator {

    private static final String REACHABLE = "reachable";

    private final Map<String, Question> servers = new LinkedHashMap<>();

    ConsoleHealth(JdbcClient database, Redis redis, Broker broker) {
        servers.put(
                "postgres", () -> database.sql("SELECT 1").query(Integer.class).single());
        servers.put("kafka", broker::ask);
        servers.put("redis", () -> redis.commands().ping());
    }

    @Override
    public Health health() {
        Map<String, String> answers = new LinkedHashMap<>();
        servers.forEach((name, server) -> answers.put(name, answer(server)));
        boolean up = answers.values().stream().allMatch(REACHABLE::equals);
        return (up ? Health.up() : Health.down()).withDetails(answers).build();
    }

    private static String answer(Question server) {
        try {
            server.ask();
            return REACHABLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "not asked: the console is stopping";
        } catch (Exception e) {
            return "not reachable: " + root(e);
        }
    }

    private static String root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** A request that a server answers, or fails. */
    private interface Question {
        void ask() throws Exception;
    }
}
