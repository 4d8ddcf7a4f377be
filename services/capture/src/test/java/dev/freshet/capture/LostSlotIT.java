package dev.freshet.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.EmbeddedServers;
import dev.freshet.embedded.EmbeddedSettings;
import dev.freshet.embedded.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that sheds a slot which would fill its disk. */
class LostSlotIT {

    private static final String RULES =
            """
            caches:
              answers: {keys: "answer:{id}"}
            sources:
              public.items:
                stale: [{cache: answers, key: "answer:{id}"}]
            """;

    @Test
    void isAGapAndTheSlotIsMadeAnew(@TempDir Path folder) {
        Map<String, String> small =
                Map.of("max_slot_wal_keep_size", "16MB", "min_wal_size", "32MB", "max_wal_size", "32MB");
        try (Servers servers = EmbeddedServers.start(new EmbeddedSettings(folder, 0, 0, 0, small));
                CaptureRig rig = new CaptureRig(servers, RULES, "create table public.items (id int primary key)");
                TopicReader topics = rig.reader()) {
            rig.start();
            rig.stopAll();
            loseTheSlot(rig);
            rig.start();
            rig.sql("insert into public.items values (1000)");
            topics.first(rig.topics().changes("public", "items"), message -> message.isOf(1000));

            assertThat(rig.database()
                            .sql("select reason from freshet.gap order by id desc limit 1")
                            .query(String.class)
                            .single())
                    .contains("was given up by the server: wal_removed");
        }
    }

    private static void loseTheSlot(CaptureRig rig) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            rig.sql("select pg_switch_wal() from (select pg_logical_emit_message(true, 'test', 'x')) message");
            rig.sql("checkpoint");
            return rig.database()
                    .sql("select wal_status = 'lost' from pg_replication_slots where slot_name = ?")
                    .param(rig.slot())
                    .query(Boolean.class)
                    .single();
        });
    }
}
