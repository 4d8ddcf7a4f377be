package dev.freshet.app.commands;

import dev.freshet.app.migration.InstallationConfiguration;
import dev.freshet.app.migration.Migrate;
import dev.freshet.app.migration.MigrationConfiguration;
import dev.freshet.app.migration.Rollback;
import dev.freshet.app.settings.Freshet;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What a command may use: the database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Freshet.class)
@ImportAutoConfiguration(DataSourceAutoConfiguration.class)
@Import({MigrationConfiguration.class, InstallationConfiguration.class, Migrate.class, Rollback.class})
class CommandsConfiguration {}
