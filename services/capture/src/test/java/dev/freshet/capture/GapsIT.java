package dev.freshet.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.embedded.TestServers;
import dev.freshet.events.Command;
import dev.freshet.events.EventJson;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever may have lost changes is recorded, and told to every cache. */
class GapsIT {

    private static final String RULES =
            """
            caches:
              answers: {keys: "answer:{id}"}
              summaries: {keys: "summary:{id}"}
            sources:
              public.items:
                stale: [{cache: answers, key: "answer:{id}"}]
            """;

    private CaptureRig rig;
    private TopicReader topics;

    @BeforeEach
    void start() {
        rig = new CaptureRig(
                TestServers.shared(),
                RULES,
                "create table public.items (id int primary key, code text not null default gen_random_uuid())",
                "create unique index by_code on public.items (id, code)");
        topics = rig.reader();
        rig.start();
        rig.awaitGaps(1);
    }

    @AfterEach
    void stop() {
        topics.close();
        rig.close();
    }

    @Test
    void theFirstStartIsOne() {
        assertThat(rig.reasons()).singleElement().asString().contains("first start", "does not exist");
        assertThat(commandsThatSay("first start"))
                .extracting(Command::cache)
                .containsExactlyInAnyOrder("answers", "summaries");
    }

    @Test
    void anOrdinaryRestartIsNone() {
        rig.stopAll();
        rig.sql("insert into public.items values (1)");
        rig.start();
        topics.first(items(), message -> message.isOf(1));

        assertThat(rig.reasons()).hasSize(1);
    }

    @Test
    void aDroppedSlotIsOne() {
        rig.stopAll();
        rig.sql("select pg_drop_replication_slot('" + rig.slot() + "')");
        rig.sql("insert into public.items values (1)");
        rig.start();
        rig.awaitGaps(2);

        rig.sql("insert into public.items values (2)");
        topics.first(items(), message -> message.isOf(2));
        assertThat(rig.reasons().get(1)).contains("does not exist").doesNotContain("first");
        assertThat(commandsThatSay("does not exist")).hasSize(4);
    }

    @Test
    void aSlotThatSomebodyMovedIsOne() {
        rig.stopAll();
        rig.sql("insert into public.items values (1)");
        rig.sql("select pg_replication_slot_advance('" + rig.slot() + "', pg_current_wal_lsn())");
        rig.start();
        rig.awaitGaps(2);

        assertThat(rig.reasons().get(1)).contains("further than was ever acknowledged");
    }

    @Test
    void aPublicationThatSomebodyAlteredIsOneAndIsMended() {
        rig.sql("alter publication freshet drop table public.items");
        rig.awaitGaps(2);

        assertThat(rig.reasons().get(1)).contains("altered the publication");
        rig.sql("insert into public.items values (1)");
        topics.first(items(), message -> message.isOf(1));
    }

    @Test
    void aPublicationThatSomebodyAlteredAndPutBackIsOne() {
        rig.sql("alter publication freshet drop table public.items");
        rig.sql("insert into public.items values (1)");
        rig.sql("alter publication freshet add table public.items");
        rig.awaitGaps(2);

        assertThat(rig.reasons().get(1)).contains("altered the publication");
        assertThat(commandsThatSay("altered the publication")).hasSize(2);
    }

    /** Its changes carry the old index's columns as their key until the engine begins anew. */
    @Test
    void aReplicaIdentityThatSomebodyAlteredIsOneAndMakesOtherKeys() {
        rig.sql("alter table public.items replica identity using index by_code");
        rig.awaitGaps(2);
        rig.sql("insert into public.items values (1, 'a')");
        assertThat(topics.first(items(), message -> message.op().equals("c")).keyText())
                .isEqualTo("{\"id\":1,\"code\":\"a\"}");

        rig.sql("alter table public.items replica identity default");
        rig.awaitGaps(3);
        rig.sql("insert into public.items values (2, 'b')");
        topics.first(items(), message -> message.isOf(2));
        assertThat(rig.reasons().subList(1, 3))
                .allSatisfy(reason -> assertThat(reason).contains("a replica identity"));
    }

    @Test
    void aReplicaIdentityAlteredBeforeARestartIsOneAndAnalyzeAndReindexAreNot() {
        rig.stopAll();
        rig.sql("insert into public.items select n, n from generate_series(1, 100) n");
        rig.sql("analyze public.items");
        rig.sql("reindex table public.items");
        rig.start();
        topics.first(items(), message -> message.isOf(100));
        assertThat(rig.reasons()).hasSize(1);

        rig.stopAll();
        rig.sql("alter table public.items replica identity full");
        rig.start();
        rig.awaitGaps(2);
    }

    @Test
    void aDroppedPublicationIsOneAndIsMended() {
        rig.sql("drop publication freshet");
        rig.sql("insert into public.items values (1)");
        rig.awaitGaps(2);

        assertThat(rig.reasons().get(1)).contains("the publication does not exist");
        rig.sql("insert into public.items values (2)");
        topics.first(items(), message -> message.isOf(2));
    }

    @Test
    void anotherTimelineIsOne() {
        rig.stopAll();
        rig.sql("update freshet.capture_state set timeline = 7");
        rig.start();
        rig.awaitGaps(2);

        assertThat(rig.reasons().get(1)).contains("promoted or restored", "timeline 1, was 7");
    }

    @Test
    void aStreamThatNobodyCanDecodeIsOneAndIsLeftBehind() {
        // Debezium cannot tell columns apart that differ only in case
        rig.sql("alter table public.items add \"ID\" int");
        rig.sql("insert into public.items values (1)");
        rig.sql("alter table public.items drop \"ID\"");
        rig.awaitGaps(2);

        assertThat(rig.reasons().get(1)).contains("cannot be decoded");
        rig.sql("insert into public.items values (2)");
        topics.first(items(), message -> message.isOf(2));
    }

    private List<Command> commandsThatSay(String reason) {
        return topics.all(rig.topics().commands()).stream()
                .map(message -> EventJson.read(message.record().value(), Command.class))
                .filter(command ->
                        command.all() && String.valueOf(command.why()).contains(reason))
                .toList();
    }

    private String items() {
        return rig.topics().changes("public", "items");
    }
}
