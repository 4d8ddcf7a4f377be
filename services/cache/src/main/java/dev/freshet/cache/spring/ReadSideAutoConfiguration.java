package dev.freshet.cache.spring;

import dev.freshet.cache.LectureCache;
import dev.freshet.cache.ReadSide;
import dev.freshet.cache.accesses.Accesses;
import dev.freshet.cache.control.ControlKeys;
import dev.freshet.cache.redis.RedisLink;
import dev.freshet.cache.source.JdbcSnapshots;
import dev.freshet.cache.source.Snapshots;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The read side over the application's data source, where {@code freshet-cache.redis-uri} is set: a {@link ReadSide} for
 * any cache and a {@link LectureCache}. Beans of the application's own replace those here.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass({DataSource.class, PlatformTransactionManager.class})
@ConditionalOnProperty("freshet-cache.redis-uri")
@EnableConfigurationProperties(CacheSettings.class)
public class ReadSideAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RedisLink freshetRedisLink(CacheSettings settings) {
        return RedisLink.to(settings.redisUri(), settings.redisTimeout());
    }

    /**
     * Repositories called in the read step join its transaction.
     *
     * @throws IllegalStateException if it cannot be known which transaction manager they use: hash and content would come
     *     from different snapshots
     */
    @Bean
    @ConditionalOnMissingBean
    Snapshots freshetSnapshots(DataSource database, ObjectProvider<PlatformTransactionManager> transactions) {
        PlatformTransactionManager manager = transactions.getIfUnique();
        if (manager == null && transactions.stream().count() > 1) {
            throw new IllegalStateException("there are several transaction managers, and none is primary: mark the one"
                    + " that the read step's repositories use as @Primary, or define a bean of type "
                    + Snapshots.class.getName());
        }
        return manager == null ? new JdbcSnapshots(database) : new SpringSnapshots(manager, database);
    }

    @Bean
    @ConditionalOnMissingBean
    Accesses freshetAccesses(CacheSettings settings, ObjectProvider<MeterRegistry> meters) {
        return settings.kafka() == null
                ? Accesses.NONE
                : AccessesOnKafka.of(settings.kafka(), settings.topicPrefix(), registry(meters));
    }

    @Bean
    @ConditionalOnMissingBean
    ReadSide freshetReadSide(
            CacheSettings settings,
            RedisLink redis,
            DataSource primary,
            Snapshots content,
            Accesses accesses,
            ObjectProvider<MeterRegistry> meters) {
        return ReadSide.over(redis, primary)
                .controlKeys(new ControlKeys(settings.keyPrefix()))
                .content(content)
                .accesses(accesses)
                .meters(registry(meters))
                .rates(mapped(settings.providers(), ProviderSettings::rate))
                .postgresTimeout(settings.postgresTimeout())
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    LectureCache freshetLectureCache(ReadSide readSide, CacheSettings settings) {
        return new LectureCache(readSide.cache(LectureCache.definition(
                settings.defaults().policy(), mapped(settings.operations(), OperationSettings::policy))));
    }

    private static MeterRegistry registry(ObjectProvider<MeterRegistry> meters) {
        return meters.getIfAvailable(SimpleMeterRegistry::new);
    }

    private static <A, B> Map<String, B> mapped(Map<String, A> all, Function<A, B> mapping) {
        return all.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> mapping.apply(entry.getValue())));
    }
}
