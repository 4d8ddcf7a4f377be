package dev.freshet.console.health;

import dev.freshet.console.ConsoleIT;
import org.junit.jupiter.api.Test;

class ConsoleHealthIT extends ConsoleIT {

    @Test
    void isUpWhileAllServersAnswer() {
        http.get()
                .uri("/actuator/health/console")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json(
                        """
                        {"status": "UP", "details": {"postgres": "reachable", "kafka": "reachable", "redis": "reachable"}}
                        """);
    }
}
