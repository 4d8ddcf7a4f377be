package dev.freshet.app.migration;

import dev.freshet.app.settings.Freshet;
import dev.freshet.migration.Migrations;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The migrations of the packs that are switched on. */
@Configuration(proxyBeanMethods = false)
public class MigrationConfiguration {

    @Bean
    Migrations migrations(DataSource dataSource, Freshet freshet) {
        return new Migrations(dataSource, freshet.packs(), freshet.demo());
    }
}
