package dev.freshet.statistics.prices;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Brings the price list up to date when the role starts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PriceSettings.class)
public class PricesConfiguration {

    @Bean
    SmartInitializingSingleton statisticsPrices(
            JdbcTemplate jdbc, DataSource database, Clock clock, PriceSettings settings) {
        var transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        return () -> new PriceList(jdbc, transactions, clock).set(settings.prices());
    }
}
