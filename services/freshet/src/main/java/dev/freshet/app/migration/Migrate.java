package dev.freshet.app.migration;

import dev.freshet.migration.Migrations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Brings the database up to date without running a role. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = "Install or update Freshet's tables in the database of spring.datasource.url. Safe to repeat.")
public final class Migrate implements Callable<Integer> {

    private final Migrations migrations;

    Migrate(Migrations migrations) {
        this.migrations = migrations;
    }

    @Override
    public Integer call() {
        migrations.migrate();
        return 0;
    }
}
