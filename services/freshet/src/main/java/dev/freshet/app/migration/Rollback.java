package dev.freshet.app.migration;

import java.util.concurrent.Callable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;

/** Takes everything of ours out of the database again. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Remove everything that 'migrate' and the roles made in the database. Stop the roles first.",
            "With freshet.admin.username and freshet.admin.password also the roles that 'migrate' made."
        })
public final class Rollback implements Callable<Integer> {

    private final ObjectProvider<Installation> installation;

    Rollback(ObjectProvider<Installation> installation) {
        this.installation = installation;
    }

    @Override
    public Integer call() {
        installation.getObject().remove();
        return 0;
    }
}
