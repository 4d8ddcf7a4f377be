package dev.freshet.app.settings;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;

/** Before anything starts: refuses settings, roles and combinations that do not exist. */
public final class SettingsCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        KnownSettings.onClassPath().check(event.getEnvironment());
        Freshet.of(event.getEnvironment()).activeRoles();
    }
}
