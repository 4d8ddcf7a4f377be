package dev.freshet.app;

import dev.freshet.app.kafka.KafkaConfiguration;
import dev.freshet.app.migration.MigrationConfiguration;
import dev.freshet.app.migration.MigrationRun;
import dev.freshet.app.security.SecurityConfiguration;
import dev.freshet.app.settings.Freshet;
import dev.freshet.app.shared.SharedConfiguration;
import dev.freshet.app.shared.StartChecks;
import dev.freshet.app.welcome.Welcome;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The application: what all roles share, and the roles that are switched on. No component scan: roles are imported by name. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class) // callers are known by token
@EnableConfigurationProperties(Freshet.class)
@Import({
    SharedConfiguration.class,
    StartChecks.class,
    SecurityConfiguration.class,
    KafkaConfiguration.class,
    MigrationConfiguration.class,
    MigrationRun.class,
    Welcome.class,
    ActiveRoles.class
})
class ApplicationConfiguration {}
