package dev.freshet.statistics.command;

import dev.freshet.rules.RuleSet;
import dev.freshet.statistics.asking.KnownNames;
import dev.freshet.statistics.figures.Figures;
import dev.freshet.statistics.figures.FiguresConfiguration;
import dev.freshet.statistics.prices.PriceSettings;
import dev.freshet.statistics.recount.Recount;
import dev.freshet.statistics.recount.RecountConfiguration;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The command, for an application that runs no role. Wants of it a data source, Kafka's consumer factory, and the beans
 * {@link dev.freshet.events.Topics}, {@link RuleSet} and {@link Clock}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PriceSettings.class)
@Import(RecountConfiguration.class)
public class StatsCommandConfiguration {

    @Bean
    StatsCommand statsCommand(
            ObjectProvider<Figures> figures,
            ObjectProvider<KnownNames> names,
            ObjectProvider<Recount> recount,
            PriceSettings prices,
            Clock clock) {
        return new StatsCommand(figures, names, recount, prices, clock);
    }

    @Bean
    @Lazy
    Figures statsCommandFigures(DataSource database) {
        return FiguresConfiguration.figures(database);
    }

    @Bean
    @Lazy
    KnownNames statsCommandNames(DataSource database, RuleSet rules) {
        return new KnownNames(new JdbcTemplate(database), rules);
    }
}
