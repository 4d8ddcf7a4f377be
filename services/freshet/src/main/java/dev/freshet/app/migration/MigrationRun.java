package dev.freshet.app.migration;

import dev.freshet.app.settings.Freshet;
import dev.freshet.migration.Migrations;
import org.springframework.beans.factory.InitializingBean;

/** Migrates while the application starts; Boot makes whatever uses the database wait for it. */
public final class MigrationRun implements InitializingBean {

    private final Migrations migrations;
    private final Freshet freshet;

    MigrationRun(Migrations migrations, Freshet freshet) {
        this.migrations = migrations;
        this.freshet = freshet;
    }

    @Override
    public void afterPropertiesSet() {
        if (freshet.migrate()) {
            migrations.migrate();
        }
    }
}
