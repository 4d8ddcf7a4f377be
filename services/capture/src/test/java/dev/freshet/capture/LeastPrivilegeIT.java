package dev.freshet.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.freshet.capture.publication.Publication;
import dev.freshet.embedded.TestServers;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.RulesFile;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A capture that may read and replicate and nothing else: the publication is what {@code freshet migrate} makes it. */
class LeastPrivilegeIT {

    private static final String RULES =
            """
            caches:
              answers:
                rows: {table: public.answers, tags: "item:{item}", key: id, fresh: "body = public.secret(item)"}
                keys: "answer:{id}"
            sources:
              public.items:
                stale: [{cache: answers, tag: "item:{id}"}]
              public.answers:
                on: [delete]
                columns: [id]
                stale: [{cache: answers, key: "answer:{id}"}]
            """;
    private static final RuleSet MORE = RulesFile.read(
            "more.yaml", RULES + "  public.others:\n    stale: [{cache: answers, tag: \"item:{id}\"}]\n");

    private CaptureRig rig;
    private String user;

    @BeforeEach
    void start() {
        rig = new CaptureRig(
                TestServers.shared(),
                RULES,
                "create table public.items (id int primary key)",
                "create table public.others (id int primary key)",
                "create table public.answers (id int primary key, item int, body text)",
                "create function public.secret(int) returns text language sql stable as 'select ''x'''",
                "revoke execute on function public.secret(int) from public");
        user = rig.slot() + "_user";
        rig.sql("create role " + user + " login replication password 'secret'");
        rig.sql("grant select, insert, update on freshet.heartbeat, freshet.capture_state, freshet.gap to " + user);
        rig.sql("grant select on public.items, public.others to " + user);
        rig.sql("grant select (id) on public.answers to " + user);
        publish(rig.rules());
        rig.with("spring.datasource.username", user).with("spring.datasource.password", "secret");
    }

    @AfterEach
    void stop() {
        rig.close();
        rig.sql("drop owned by " + user);
        rig.sql("drop role " + user);
    }

    @Test
    void capturesWithoutOwningAnything() {
        rig.start();
        try (TopicReader topics = rig.reader()) {
            rig.sql("insert into public.items values (1)");
            topics.first(rig.topics().changes("public", "items"), message -> message.isOf(1));
        }
    }

    @Test
    void refusesNewRulesUntilThePublicationIsAlteredAndNamesTheCommand() {
        assertThat(catchThrowable(() -> rig.start(MORE)))
                .rootCause()
                .hasMessageContaining("does not publish what the rules name")
                .extracting("remedy")
                .asString()
                .contains("freshet migrate", "alter publication");
    }

    @Test
    void anAlteredPublicationHoldsTheOldCaptureAndIsAGapForTheNew() {
        CaptureStatus old = rig.start().getBean(CaptureStatus.class);
        rig.awaitGaps(1);

        publish(MORE);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> String.valueOf(old.current().reason()).contains("freshet migrate"));
        long watermarks = old.publishedWatermarks();
        rig.sql("insert into public.items values (1)");
        rig.sql("insert into public.others values (2)");
        assertThat(rig.reasons()).hasSize(1);
        assertThat(old.publishedWatermarks()).isEqualTo(watermarks);

        rig.stopAll();
        rig.start(MORE);
        rig.awaitGaps(2);
        assertThat(rig.reasons().get(1)).isEqualTo("the rules changed");
        try (TopicReader topics = rig.reader()) {
            topics.first(rig.topics().changes("public", "items"), message -> message.isOf(1));
            topics.first(rig.topics().changes("public", "others"), message -> message.isOf(2));
        }
    }

    @Test
    void aPublicationAlteredAndPutBackIsAGap() {
        rig.start();
        rig.awaitGaps(1);

        publish(MORE);
        publish(rig.rules());
        rig.awaitGaps(2);

        assertThat(rig.reasons().get(1)).contains("somebody altered the publication");
    }

    @Test
    void anotherMigrationThatChangesNothingIsNone() {
        CaptureStatus status = rig.start().getBean(CaptureStatus.class);
        rig.awaitGaps(1);

        publish(rig.rules());
        rig.sql("grant select on public.items to " + user);
        long watermarks = status.publishedWatermarks();
        await().atMost(Duration.ofSeconds(20)).until(() -> status.publishedWatermarks() > watermarks + 5);

        assertThat(rig.reasons()).hasSize(1);
    }

    /** As {@code freshet migrate} does. */
    private void publish(RuleSet rules) {
        Publication publication = new Publication(rig.database(), "freshet", rules);
        publication.requireReconcilable();
        publication.reconcile();
    }
}
