package dev.freshet.console.demo;

import dev.freshet.console.publish.Publisher;
import dev.freshet.console.redis.Redis;
import dev.freshet.events.Topics;
import java.time.Clock;
import java.util.UUID;
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

    @Bean
    Lectures consoleLectures(JdbcClient database) {
        return new Lectures(database);
    }

    @Bean
    AnswerRows consoleAnswerRows(JdbcClient database) {
        return new AnswerRows(database);
    }

    @Bean
    AnswerKeys consoleAnswerKeys(Redis redis, DemoSettings settings) {
        return new AnswerKeys(redis, settings.answerLife());
    }

    @Bean
    Answers consoleAnswers(AnswerKeys keys, AnswerRows rows, Publisher publisher, Topics topics, Clock clock) {
        return new Answers(keys, rows, new SampleModel(), new AccessLog(publisher, topics, clock, UUID::randomUUID));
    }

    @Bean
    WarmUp consoleWarmUp(Lectures lectures, AnswerRows rows, Answers answers) {
        return new WarmUp(lectures, rows, answers);
    }

    @Bean
    DemoEndpoints consoleDemoEndpoints(Lectures lectures, AnswerRows rows, AnswerKeys keys, Answers answers) {
        return new DemoEndpoints(new Course(lectures, rows, keys), lectures, answers);
    }
}
