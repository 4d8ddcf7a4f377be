package dev.freshet.statistics.asking;

import dev.freshet.rules.RuleSet;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires what all calls share. */
@Configuration(proxyBeanMethods = false)
public class AskingConfiguration {

    @Bean
    KnownNames statisticsNames(JdbcTemplate jdbc, RuleSet rules) {
        return new KnownNames(jdbc, rules);
    }

    @Bean
    Problems statisticsProblems() {
        return new Problems();
    }
}
