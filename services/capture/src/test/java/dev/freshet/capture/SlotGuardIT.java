package dev.freshet.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.capture.slot.Slot;
import dev.freshet.capture.slot.SlotGuard;
import dev.freshet.capture.slot.SlotState;
import dev.freshet.embedded.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotGuardIT {

    private static final String RULES =
            """
            caches:
              answers: {keys: "answer:{id}"}
            sources:
              public.items:
                stale: [{cache: answers, key: "answer:{id}"}]
            """;

    private CaptureRig rig;
    private Slot slot;
    private SlotGuard guard;

    @BeforeEach
    void start() {
        rig = new CaptureRig(TestServers.shared(), RULES, "create table public.items (id int primary key)");
        slot = new Slot(rig.dataSource(), rig.slot());
        slot.create();
        guard = new SlotGuard(slot, slot.state().map(SlotState::confirmed).orElseThrow());
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void knowsItsSlotHoweverMuchWasWritten() {
        rig.sql("insert into public.items select generate_series(1, 1000)");

        assertThat(guard.isAnother()).isFalse();
    }

    @Test
    void tellsOneThatWasMadeAnew() {
        slot.drop();
        rig.sql("insert into public.items select generate_series(1, 1000)");
        slot.create();

        assertThat(guard.isAnother()).isTrue();
    }
}
