package dev.freshet.app.kafka;

import dev.freshet.app.settings.TopicSettings;
import dev.freshet.events.Topics;
import dev.freshet.rules.RuleSet;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

/** The topics' names, and what makes them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TopicSettings.class)
public class KafkaConfiguration {

    @Bean
    Topics topics(TopicSettings settings) {
        return new Topics(settings.prefix());
    }

    @Bean
    TopicPlan topicPlan(TopicSettings settings, Topics topics, RuleSet rules) {
        return new TopicPlan(settings, topics, rules);
    }

    /** What Spring Kafka's admin creates while the application starts. */
    @Bean
    KafkaAdmin.NewTopics newTopics(TopicPlan plan) {
        return new KafkaAdmin.NewTopics(plan.isOurs() ? plan.topics().toArray(NewTopic[]::new) : new NewTopic[0]);
    }

    @Bean
    KafkaInstallation kafkaInstallation(KafkaAdmin admin, TopicPlan plan, Topics topics) {
        return new KafkaInstallation(admin.getConfigurationProperties(), plan, topics);
    }
}
