package dev.freshet.app.migration;

import java.util.concurrent.Callable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;

/** Brings the database up to date without running a role. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Install or update Freshet in the database of spring.datasource.url: tables, grants, publication.",
            "With freshet.admin.username and freshet.admin.password also the roles. Safe to repeat."
        })
public final class Migrate implements Callable<Integer> {

    private final ObjectProvider<Installation> installation;

    Migrate(ObjectProvider<Installation> installation) {
        this.installation = installation;
    }

    @Override
    public Integer call() {
        installation.getObject().install();
        return 0;
    }
}
