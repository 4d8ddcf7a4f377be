package dev.freshet.statistics;

import dev.freshet.events.Topics;
import dev.freshet.rules.RuleSet;
import dev.freshet.statistics.command.StatsCommand;
import dev.freshet.statistics.command.StatsCommandConfiguration;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.test.context.support.TestPropertySourceUtils;
import picocli.CommandLine;

/** {@code freshet stats …}, on the last day of June 2026. */
final class StatsProgram {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-06-30T12:00:00Z"), ZoneOffset.UTC);

    private final Scene scene;
    private final String[] settings;

    StatsProgram(Scene scene, String... settings) {
        this.scene = scene;
        this.settings = settings;
    }

    record Finished(int exitCode, String output) {}

    Finished run(String... arguments) {
        var kafka = new DefaultKafkaConsumerFactory<>(
                Map.of("bootstrap.servers", scene.servers().bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        try (var context = new AnnotationConfigApplicationContext()) {
            TestPropertySourceUtils.addInlinedPropertiesToEnvironment(context, settings);
            context.registerBean(DataSource.class, scene::dataSource);
            context.registerBean(Topics.class, scene::topics);
            context.registerBean(RuleSet.class, scene::rules);
            context.registerBean(Clock.class, () -> NOON);
            context.registerBean(ConsumerFactory.class, () -> kafka);
            context.register(StatsCommandConfiguration.class);
            context.refresh();
            StringWriter output = new StringWriter();
            int exitCode = new CommandLine(context.getBean(StatsCommand.class))
                    .setOut(new PrintWriter(output))
                    .setErr(new PrintWriter(output))
                    .execute(arguments);
            return new Finished(exitCode, output.toString());
        }
    }
}
