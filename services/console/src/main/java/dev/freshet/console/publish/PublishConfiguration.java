package dev.freshet.console.publish;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ProducerFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PublishSettings.class)
class PublishConfiguration {

    @Bean
    Publisher consolePublisher(ProducerFactory<?, ?> connection, PublishSettings settings) {
        return new Publisher(connection.getConfigurationProperties(), settings.timeout());
    }
}
