package dev.freshet.console.problem;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@Import(Problems.class)
@EnableConfigurationProperties(RequestSettings.class)
class ProblemConfiguration {

    @Bean
    FilterRegistrationBean<BodyLimit> consoleBodyLimit(RequestSettings settings, JsonMapper json) {
        FilterRegistrationBean<BodyLimit> filter =
                new FilterRegistrationBean<>(new BodyLimit(settings.largestBody(), json));
        filter.addUrlPatterns("/v1/invalidations", "/v1/demo/*");
        return filter;
    }
}
