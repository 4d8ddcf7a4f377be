package dev.freshet.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.embedded.TestServers;
import dev.freshet.events.ChangeHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a change looks like on Kafka. */
class ChangesIT {

    private static final String RULES =
            """
            caches:
              answers: {keys: "answer:{id}"}
            sources:
              public.items:
                stale: [{cache: answers, key: "answer:{id}"}]
              public.entries:
                on: [delete]
                columns: [cache_key]
                stale: [{cache: answers, key: "answer:{cache_key}"}]
            """;

    private static CaptureRig rig;
    private static TopicReader topics;

    @BeforeAll
    static void start() {
        rig = new CaptureRig(
                TestServers.shared(),
                RULES,
                "create table public.items (id int primary key, content text default 'x', price numeric(10,2), tags uuid[])",
                "create table public.entries (id uuid primary key default gen_random_uuid(), cache_key text not null,"
                        + " answer jsonb, hit_count int default 0)",
                "create unique index idx_entries_key on public.entries (cache_key)",
                "alter table public.entries replica identity using index idx_entries_key");
        rig.start();
        topics = rig.reader();
    }

    @AfterAll
    static void stop() {
        topics.close();
        rig.close();
    }

    @Test
    void carriesKeyOriginAndEnvelope() {
        rig.sql("insert into public.items values (1, 'a', 12.50, null)");
        long transaction = rig.database()
                .sql("select xmin::text::bigint from public.items where id = 1")
                .query(Long.class)
                .single();

        TopicReader.Message change =
                topics.first(items(), message -> message.after().path("id").asInt() == 1);

        assertThat(change.keyText()).isEqualTo("{\"id\":1}");
        assertThat(change.op()).isEqualTo("c");
        assertThat(change.after().path("price").asString()).isEqualTo("12.50");
        assertThat(change.header(ChangeHeaders.TRANSACTION_ID)).isEqualTo(Long.toString(transaction));
        assertThat(change.header(ChangeHeaders.TABLE)).isEqualTo("public.items");
        assertThat(change.header(ChangeHeaders.RULES)).isEqualTo(rig.rules().digest());
        assertThat(change.header(ChangeHeaders.TIMELINE)).isEqualTo("1");
        assertThat(change.header(ChangeHeaders.SYSTEM_ID)).matches("\\d+");
    }

    private static String items() {
        return rig.topics().changes("public", "items");
    }
}
