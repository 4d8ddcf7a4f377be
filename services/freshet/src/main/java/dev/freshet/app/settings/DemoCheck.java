package dev.freshet.app.settings;

import dev.freshet.refusal.Refusal;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;

/** Before a run: refuses a sample course of which nothing would be shown. Commands may have it in their settings. */
public final class DemoCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        Freshet freshet = Freshet.of(event.getEnvironment());
        if (freshet.demo() && !freshet.canDemonstrate()) {
            throw new Refusal(
                    "freshet.demo asks for the sample course, which the pack lectures is for, and freshet.packs has only: "
                            + String.join(", ", freshet.packs()),
                    "Leave freshet.demo out, or add lectures to freshet.packs.");
        }
    }
}
