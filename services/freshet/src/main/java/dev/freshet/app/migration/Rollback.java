package dev.freshet.app.migration;

import dev.freshet.migration.Migrations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Takes everything of ours out of the database again. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = "Remove everything that 'migrate' and the roles made in the database. Stop the roles first.")
public final class Rollback implements Callable<Integer> {

    private final Migrations migrations;

    Rollback(Migrations migrations) {
        this.migrations = migrations;
    }

    @Override
    public Integer call() {
        migrations.rollback();
        return 0;
    }
}
