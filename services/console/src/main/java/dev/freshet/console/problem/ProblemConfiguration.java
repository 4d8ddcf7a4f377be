package dev.freshet.console.problem;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@Import(Problems.class)
class ProblemConfiguration {}
