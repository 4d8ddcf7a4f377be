package dev.freshet.statistics.entries;

import dev.freshet.statistics.asking.KnownNames;
import java.time.Clock;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/** Wires the entries' table and its HTTP face. */
@Configuration(proxyBeanMethods = false)
@EntityScan
@EnableJpaRepositories
public class EntriesConfiguration {

    @Bean
    EntriesController statisticsEntriesController(EntryRepository entries, KnownNames names, Clock clock) {
        return new EntriesController(entries, names, clock);
    }
}
