package dev.freshet.console.demo;

import dev.freshet.cache.CacheDefinition;
import dev.freshet.cache.LectureCache;
import dev.freshet.cache.Policy;
import dev.freshet.cache.ReadSide;
import dev.freshet.cache.control.ControlKeys;
import dev.freshet.cache.redis.RedisLink;
import dev.freshet.console.redis.Redis;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Present while {@code freshet.demo} is true, which also makes the migrations load the sample course. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("freshet.demo")
@EnableConfigurationProperties(DemoSettings.class)
class DemoConfiguration {

    private static final Duration REDIS_TIMEOUT = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Bean
    Lectures consoleLectures(JdbcClient database) {
        return new Lectures(database);
    }

    @Bean
    AnswerRows consoleAnswerRows(JdbcClient database) {
        return new AnswerRows(database);
    }

    @Bean
    AnswerKeys consoleAnswerKeys(Redis redis) {
        return new AnswerKeys(redis);
    }

    @Bean
    Answers consoleAnswers(ReadSide readSide, DemoSettings settings) {
        return new Answers(readSide.cache(answers(settings)), new SampleModel());
    }

    /** Its read side tells no statistics. */
    @Bean
    WarmUp consoleWarmUp(
            Lectures lectures,
            AnswerRows rows,
            RedisClient redis,
            DataSource primary,
            ControlKeys keys,
            DemoSettings settings) {
        return new WarmUp(
                lectures,
                rows,
                () -> ReadSide.over(RedisLink.to(redis, REDIS_TIMEOUT), primary)
                        .controlKeys(keys)
                        .build(),
                answers(settings),
                PATIENCE);
    }

    private static CacheDefinition answers(DemoSettings settings) {
        return LectureCache.definition(Policy.DEFAULT.living(settings.answerLife()), Map.of());
    }

    @Bean
    DemoEndpoints consoleDemoEndpoints(Lectures lectures, AnswerRows rows, AnswerKeys keys, Answers answers) {
        return new DemoEndpoints(new Course(lectures, rows, keys), lectures, answers);
    }
}
