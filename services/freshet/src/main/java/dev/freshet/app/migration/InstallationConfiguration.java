package dev.freshet.app.migration;

import dev.freshet.app.settings.AccountSettings;
import dev.freshet.app.settings.AdminSettings;
import dev.freshet.app.settings.Freshet;
import dev.freshet.app.shared.ActiveRules;
import dev.freshet.cache.control.ControlKeys;
import dev.freshet.capture.settings.CaptureSettings;
import dev.freshet.migration.Migrations;
import dev.freshet.migration.Pack;
import dev.freshet.migration.accounts.Accounts;
import dev.freshet.migration.accounts.Roles;
import dev.freshet.rules.RuleSet;
import dev.freshet.statistics.accesses.UsageSettings;
import io.lettuce.core.RedisClient;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What the commands {@code migrate} and {@code rollback} need. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AdminSettings.class, AccountSettings.class, CaptureSettings.class, UsageSettings.class})
public class InstallationConfiguration {

    @Bean
    @Lazy
    Installation installation(
            DataSource database,
            JdbcConnectionDetails details,
            Migrations migrations,
            Freshet freshet,
            AdminSettings admin,
            AccountSettings accounts,
            CaptureSettings capture,
            UsageSettings usage) {
        RuleSet rules = ActiveRules.of(freshet);
        AdminPart.Work work = new AdminPart.Work(
                freshet.packs().stream().map(Pack::new).toList(),
                NamedTables.all(rules, ActiveRules.ofPacks(freshet)),
                freshet.demo());
        AdminPart adminPart =
                new AdminPart(roles(details, admin, accounts.accounts(), capture), details.getUsername() + "", work);
        return new Installation(
                database,
                migrations,
                adminPart,
                new Installation.Plan(
                        rules, accounts.accounts(), capture, usage.columns(), editsOnPage(freshet, accounts)));
    }

    /** The page edits the sample course only where no application does. */
    private static boolean editsOnPage(Freshet freshet, AccountSettings accounts) {
        return freshet.demo() && accounts.application() == null;
    }

    @Bean
    @Lazy
    RedisRemoval redisRemoval(RedisClient client, ControlKeys keys, RuleSet rules) {
        return new RedisRemoval(client, keys, rules);
    }

    private static @Nullable Roles roles(
            JdbcConnectionDetails details, AdminSettings admin, Accounts accounts, CaptureSettings capture) {
        if (!admin.isGiven()) {
            return null;
        }
        DriverManagerDataSource source = new DriverManagerDataSource(details.getJdbcUrl());
        source.setUsername(admin.username());
        source.setPassword(admin.password() == null ? null : admin.password().value());
        return new Roles(source, accounts, capture.publication());
    }
}
