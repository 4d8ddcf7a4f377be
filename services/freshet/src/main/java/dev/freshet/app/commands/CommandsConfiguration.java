package dev.freshet.app.commands;

import dev.freshet.app.kafka.KafkaConfiguration;
import dev.freshet.app.migration.InstallationConfiguration;
import dev.freshet.app.migration.Migrate;
import dev.freshet.app.migration.MigrationConfiguration;
import dev.freshet.app.migration.Rollback;
import dev.freshet.app.settings.Freshet;
import dev.freshet.app.shared.SharedConfiguration;
import dev.freshet.invalidation.commands.InvalidationCommands;
import dev.freshet.statistics.command.StatsCommandConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What a command may use: the database, Kafka and Redis. Lazy: a command connects to what it asks for. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Freshet.class)
@ImportAutoConfiguration({DataSourceAutoConfiguration.class, KafkaAutoConfiguration.class, SslAutoConfiguration.class})
@Import({
    SharedConfiguration.class,
    KafkaConfiguration.class,
    MigrationConfiguration.class,
    InstallationConfiguration.class,
    InvalidationCommands.class,
    Migrate.class,
    Rollback.class,
    StatsCommandConfiguration.class
})
class CommandsConfiguration {}
