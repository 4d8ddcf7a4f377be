package dev.freshet.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.embedded.TestServers;
import dev.freshet.events.ChangeHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Names that need quoting in SQL, and keys of several columns of several types. */
class QuotedNamesIT {

    private static final String RULES =
            """
            caches:
              items: {keys: "item:{Order Id}:{Läng}"}
            sources:
              '"My Schema"."Order: Items.1"':
                watch: ["No, really"]
                stale: [{cache: items}]
              public.select:
                columns: [from, 'To "me"']
                stale: [{cache: items, key: 'item:{from}:{To "me"}'}]
            """;
    private static final String ID = "6c8ab8fc-9d3b-4d1e-8a55-0c6f6ab7e2d1";

    private static CaptureRig rig;
    private static TopicReader topics;

    @BeforeAll
    static void start() {
        rig = new CaptureRig(
                TestServers.shared(),
                RULES,
                "create schema \"My Schema\"",
                "create table \"My Schema\".\"Order: Items.1\" (\"Order Id\" uuid, \"Läng\" text, \"No, really\" int,"
                        + " primary key (\"Order Id\", \"Läng\"))",
                "create table public.\"select\" (id int primary key, \"from\" bigint not null,"
                        + " \"To \"\"me\"\"\" varchar(9) not null, unlisted text)",
                "create unique index \"by both\" on public.\"select\" (\"from\", \"To \"\"me\"\"\")",
                "alter table public.\"select\" replica identity using index \"by both\"");
        rig.start();
        topics = rig.reader();
    }

    @AfterAll
    static void stop() {
        topics.close();
        rig.close();
    }

    @Test
    void changesArriveUnderAnEscapedTopicWithTheWholeKey() {
        rig.sql("insert into \"My Schema\".\"Order: Items.1\" values ('" + ID + "', 'a:b', 1)");
        rig.sql("update \"My Schema\".\"Order: Items.1\" set \"Läng\" = 'ü' where \"No, really\" = 1");

        TopicReader.Message update =
                topics.first(rig.topics().changes("My Schema", "Order: Items.1"), message -> message.op()
                        .equals("u"));

        assertThat(update.record().topic()).endsWith(".cdc.My-20-Schema.Order-3a--20-Items-2e-1");
        assertThat(update.keyText()).isEqualTo("{\"Order Id\":\"" + ID + "\",\"Läng\":\"ü\"}");
        assertThat(update.before().path("Läng").asString()).isEqualTo("a:b");
        assertThat(update.header(ChangeHeaders.TABLE)).isEqualTo("My Schema.Order: Items.1");
    }

    @Test
    void aQuotedIndexIsAKeyToo() {
        rig.sql("insert into public.\"select\" values (1, 9000000000, 'x', 'secret')");
        rig.sql("delete from public.\"select\"");

        TopicReader.Message delete = topics.first(rig.topics().changes("public", "select"), message -> message.op()
                .equals("d"));

        assertThat(delete.keyText()).isEqualTo("{\"from\":9000000000,\"To \\\"me\\\"\":\"x\"}");
        assertThat(delete.before().propertyNames()).containsExactlyInAnyOrder("from", "To \"me\"");
    }
}
