package dev.freshet.statistics.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.events.Topics;
import dev.freshet.migration.Pack;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.RulesFile;
import dev.freshet.statistics.Scene;
import dev.freshet.statistics.accesses.AccessesConfiguration;
import dev.freshet.statistics.folding.FoldingConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/** A member of the consumer group in a process of its own: the role's folding of accesses and nothing else. */
final class FoldingProcess {

    private final Process process;

    private FoldingProcess(Process process) {
        this.process = process;
    }

    static FoldingProcess start(Scene scene, Path log) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try {
            return new FoldingProcess(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx160m",
                            "-XX:TieredStopAtLevel=1",
                            "-Dfreshet.statistics.folding.batch=500",
                            "-Dfreshet.statistics.folding.longest-pause=1s",
                            "-Dfreshet.statistics.folding.silence=3s",
                            "-cp",
                            classPath,
                            FoldingProcess.class.getName(),
                            scene.servers().jdbcUrl(scene.database()),
                            scene.servers().user(),
                            scene.servers().password(),
                            scene.servers().bootstrapServers(),
                            scene.topics().prefix())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
    }

    /** SIGTERM: it leaves the group in good order. */
    void stop() {
        process.destroy();
    }

    /** As a machine that is asleep: nothing of it runs, heartbeats included. */
    void pause() {
        signal("-STOP");
    }

    /** Wakes it with all that it had in hand. */
    void wake() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
            assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] arguments) {
        DataSource database = pool(arguments[0], arguments[1], arguments[2]);
        Map<String, Object> kafka = Map.of("bootstrap.servers", arguments[3]);
        Map<String, Object> consumer = Map.of(
                "bootstrap.servers",
                arguments[3],
                "max.poll.interval.ms",
                3000,
                "session.timeout.ms",
                6000,
                "heartbeat.interval.ms",
                1000);
        RuleSet rules = RulesFile.read("lectures", Objects.requireNonNull(new Pack("lectures").rules()));
        var context = new AnnotationConfigApplicationContext();
        context.registerBean(DataSource.class, () -> database);
        context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(database));
        context.registerBean(Topics.class, () -> new Topics(arguments[4]));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(RuleSet.class, () -> rules);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(KafkaAdmin.class, () -> new KafkaAdmin(kafka));
        context.registerBean(
                DefaultKafkaConsumerFactory.class,
                () -> new DefaultKafkaConsumerFactory<>(
                        consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        context.registerBean(
                DefaultKafkaProducerFactory.class,
                () -> new DefaultKafkaProducerFactory<>(kafka, new ByteArraySerializer(), new ByteArraySerializer()));
        context.register(FoldingConfiguration.class, AccessesConfiguration.class);
        context.registerShutdownHook();
        context.refresh();
    }

    /** It mends itself, as the role's does. */
    private static DataSource pool(String url, String user, String password) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaximumPoolSize(2);
        pool.setConnectionTimeout(2000);
        return pool;
    }
}
