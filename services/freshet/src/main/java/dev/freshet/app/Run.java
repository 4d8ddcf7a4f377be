package dev.freshet.app;

import dev.freshet.app.security.AccessCheck;
import dev.freshet.app.servers.EmbeddedRun;
import dev.freshet.app.settings.DemoCheck;
import dev.freshet.app.settings.SettingsCheck;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;

/** Runs the roles until the process is told to stop. */
final class Run {

    /** What {@link #roles} returns when the roles run in threads of their own. */
    static final int RUNNING = -1;

    private Run() {}

    static int roles(List<String> settings) {
        EmbeddedRun servers = new EmbeddedRun();
        SpringApplication application = new SpringApplication(ApplicationConfiguration.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.addListeners(new SettingsCheck(), new DemoCheck(), new AccessCheck(), servers);
        // after the context has closed: roles first, then the servers that they use
        SpringApplication.getShutdownHandlers().add(servers::close);
        try {
            application.run(settings.toArray(String[]::new));
            return RUNNING;
        } catch (RuntimeException e) {
            servers.close();
            return 1; // Boot has reported the failure
        }
    }
}
