package dev.freshet.app.migration;

import dev.freshet.app.kafka.KafkaInstallation;
import dev.freshet.app.settings.AccountSettings;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;

/** Takes everything of ours out of the servers again. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Remove everything that 'migrate' and the roles made in PostgreSQL, Kafka and Redis. Stop the roles first.",
            "With freshet.admin.username and freshet.admin.password also the roles that 'migrate' made, with",
            "freshet.accounts.kafka also the users of Kafka. What is not ours stays. Safe to repeat."
        })
public final class Rollback implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(Rollback.class);

    private final ObjectProvider<Installation> database;
    private final ObjectProvider<KafkaInstallation> kafka;
    private final ObjectProvider<RedisRemoval> redis;
    private final AccountSettings accounts;

    Rollback(
            ObjectProvider<Installation> database,
            ObjectProvider<KafkaInstallation> kafka,
            ObjectProvider<RedisRemoval> redis,
            AccountSettings accounts) {
        this.database = database;
        this.kafka = kafka;
        this.redis = redis;
        this.accounts = accounts;
    }

    /** First whatever may say no, so that nothing is left half-way. */
    @Override
    public Integer call() {
        kafka.getObject().requireNobody();
        database.getObject().remove();
        LOG.info("PostgreSQL: everything of ours is gone");
        LOG.info("Kafka: {} topics are gone", kafka.getObject().removeTopics().size());
        if (accounts.kafka()) {
            kafka.getObject().removeUsers(accounts.accounts());
        }
        LOG.info("Redis: {} keys are gone", redis.getObject().remove());
        return 0;
    }
}
