package dev.freshet.app.migration;

import dev.freshet.app.kafka.KafkaInstallation;
import dev.freshet.app.settings.AccountSettings;
import java.util.concurrent.Callable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;

/** Brings the database up to date without running a role. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Install or update Freshet: in the database of spring.datasource.url tables, grants and publication, with",
            "freshet.admin.username and freshet.admin.password also the roles; in Kafka the topics, with",
            "freshet.accounts.kafka also users and rights. Safe to repeat."
        })
public final class Migrate implements Callable<Integer> {

    private final ObjectProvider<Installation> database;
    private final ObjectProvider<KafkaInstallation> kafka;
    private final AccountSettings accounts;

    Migrate(ObjectProvider<Installation> database, ObjectProvider<KafkaInstallation> kafka, AccountSettings accounts) {
        this.database = database;
        this.kafka = kafka;
        this.accounts = accounts;
    }

    @Override
    public Integer call() {
        database.getObject().install();
        kafka.getObject().makeTopics();
        if (accounts.kafka()) {
            kafka.getObject().makeUsers(accounts.accounts());
        }
        return 0;
    }
}
