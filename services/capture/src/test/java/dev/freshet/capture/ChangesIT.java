package dev.freshet.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.embedded.TestServers;
import dev.freshet.events.ChangeHeaders;
import dev.freshet.rules.Change;
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
              public.documents:
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
                "create table public.documents (id int primary key, note text default 'none', body text, tags uuid[],"
                        + " codes int[], bytes bytea, seen int default 0)",
                "alter table public.documents alter body set storage external, alter tags set storage external,"
                        + " alter codes set storage external, alter bytes set storage external",
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

    @Test
    void publishesNothingOfACounterAndOnlyTheKeyOfADelete() {
        rig.sql("insert into public.entries (cache_key, answer) values ('one', '{}'), ('two', '{}')");
        rig.sql("update public.entries set hit_count = hit_count + 1");
        rig.sql("delete from public.entries where cache_key = 'two'");

        topics.first(entries(), message -> message.keyText().contains("two"));

        assertThat(topics.all(entries())).singleElement().satisfies(delete -> {
            assertThat(delete.op()).isEqualTo("d");
            assertThat(delete.keyText()).isEqualTo("{\"cache_key\":\"two\"}");
            assertThat(delete.before().propertyNames()).containsExactly("cache_key");
        });
    }

    @Test
    void publishesATruncateWithoutKey() {
        rig.sql("truncate public.documents");

        TopicReader.Message truncate =
                topics.first(documents(), message -> message.op().equals("t"));

        assertThat(truncate.record().key()).isNull();
        assertThat(truncate.header(ChangeHeaders.TRANSACTION_ID)).isNotNull();
    }

    @Test
    void replacesWhatIsTooLargeByAStubAndGoesOn() {
        rig.sql("insert into public.documents (id, body) values (100, repeat('x', 3000000)), (101, 'small')");

        TopicReader.Message stub = topics.first(documents(), message -> message.isOf(100));

        assertThat(stub.record().value()).isNull();
        assertThat(stub.header(ChangeHeaders.UNDECODABLE)).contains("too large");
        assertThat(stub.header(ChangeHeaders.TABLE)).isEqualTo("public.documents");
        assertThat(stub.header(ChangeHeaders.TRANSACTION_ID)).isNotNull();
        assertThat(topics.first(documents(), message -> message.isOf(101)).op()).isEqualTo("c");
    }

    @Test
    void keepsANullThatHasADefaultNull() {
        rig.sql("insert into public.documents (id, note) values (200, null)");

        TopicReader.Message change = topics.first(documents(), message -> message.isOf(200));

        assertThat(change.after().path("note").isNull()).isTrue();
    }

    @Test
    void saysUnavailableForEveryTypeOfAnUnchangedLargeValue() {
        rig.sql("insert into public.documents (id, body, tags, codes, bytes) values (300, repeat('x', 9000),"
                + " array(select gen_random_uuid() from generate_series(1, 900)),"
                + " array(select generate_series(1, 9000)), decode(repeat('ab', 9000), 'hex'))");
        rig.sql("update public.documents set seen = 1 where id = 300");

        TopicReader.Message update = topics.first(
                documents(), message -> message.isOf(300) && message.op().equals("u"));

        for (String column : new String[] {"body", "tags", "codes", "bytes"}) {
            assertThat(update.after().path(column).asString("")).as(column).isEqualTo(Change.UNAVAILABLE);
        }
        assertThat(update.after().path("seen").asInt()).isEqualTo(1);
    }

    @Test
    void tellsAChangedKeyAsOneUpdate() {
        rig.sql("insert into public.items values (400, 'a', null, null)");
        rig.sql("update public.items set id = 401 where id = 400");

        TopicReader.Message update =
                topics.first(items(), message -> message.op().equals("u"));

        assertThat(update.keyText()).isEqualTo("{\"id\":401}");
        assertThat(update.before().path("id").asInt()).isEqualTo(400);
        assertThat(update.after().path("id").asInt()).isEqualTo(401);
        assertThat(topics.all(items()))
                .filteredOn(message -> message.isOf(400) || message.isOf(401))
                .extracting(TopicReader.Message::op)
                .containsExactlyInAnyOrder("c", "u");
    }

    @Test
    void publishesExactlyWhatTheRulesName() {
        assertThat(rig.database()
                        .sql(
                                "select schemaname || '.' || tablename || ':' || array_to_string(attnames, ',')"
                                        + " from pg_publication_tables where pubname = 'freshet' and tablename in ('entries', 'heartbeat')")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("public.entries:cache_key", "freshet.heartbeat:source,beat");
        assertThat(rig.database()
                        .sql("select count(*) from pg_publication_tables where pubname = 'freshet'")
                        .query(Long.class)
                        .single())
                .isEqualTo(4);
    }

    private static String items() {
        return rig.topics().changes("public", "items");
    }

    private static String entries() {
        return rig.topics().changes("public", "entries");
    }

    private static String documents() {
        return rig.topics().changes("public", "documents");
    }
}
