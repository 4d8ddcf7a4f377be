package dev.freshet.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.embedded.TestServers;
import org.junit.jupiter.api.Test;

/** A table that inherits from a source is no source, and no obstacle. */
class InheritanceIT {

    private static final String RULES =
            """
            caches:
              answers: {keys: "answer:{id}"}
            sources:
              public.parent:
                stale: [{cache: answers, key: "answer:{id}"}]
            """;

    @Test
    void aChildOfASourceIsNotPublished() {
        try (CaptureRig rig = new CaptureRig(
                        TestServers.shared(),
                        RULES,
                        "create table public.parent (id int primary key)",
                        "create table public.child (primary key (id)) inherits (public.parent)");
                TopicReader topics = rig.reader()) {
            rig.start();
            rig.sql("insert into public.child values (1)");
            rig.sql("insert into public.parent values (2)");

            topics.first(rig.topics().changes("public", "parent"), message -> message.isOf(2));
            assertThat(rig.database()
                            .sql("select tablename from pg_publication_tables where schemaname = 'public'")
                            .query(String.class)
                            .list())
                    .containsExactly("parent");
        }
    }
}
