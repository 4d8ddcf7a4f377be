package dev.freshet.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.TestServers;
import dev.freshet.events.ChangeHeaders;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Any value that PostgreSQL can hold gets through, as itself or as a stub, and does not stop what follows. */
class ValuesIT {

    private static final String RULES =
            """
            caches:
              answers: {keys: "answer:{id}"}
            sources:
              public.items:
                watch: [d, ts, tz, t, tt, n, r, i, m, b, h, x, v, g, o, a, na, da, e]
                stale: [{cache: answers, key: "answer:{id}"}]
            """;

    private static CaptureRig rig;
    private static TopicReader topics;

    @BeforeAll
    static void start() {
        rig = new CaptureRig(
                TestServers.shared(),
                RULES,
                "create type public.mood as enum ('sad', 'happy')",
                "create table public.items (id int generated always as identity primary key, d date, ts timestamp,"
                        + " tz timestamptz, t time, tt timetz, n numeric, r float8, i interval, m money, b bytea, h jsonb,"
                        + " x xml, v tsvector, g int4range, o point, a text[], na numeric[], da date[], e public.mood)");
        rig.with("freshet.capture.watch.detour", "2s").start();
        topics = rig.reader();
    }

    @AfterAll
    static void stop() {
        topics.close();
        rig.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    d  | '2026-02-28'                        | 2026-02-28
                    d  | 'infinity'                          | -5877611-06-21
                    d  | '5874897-12-31'                     | +5874897-12-31
                    d  | '4713-01-01 BC'                     | -4712-01-01
                    ts | '2026-02-28 12:00:00.123456'        | 2026-02-28T12:00:00.123456
                    ts | 'infinity'                          | +294247-01-10T04:00:25.2
                    ts | '294276-12-31 23:59:59.999999'      | +294276-12-31T23:59:59.999999
                    tz | '2026-02-28 12:00:00.123456+05'     | 2026-02-28T07:00:00.123456Z
                    tz | '-infinity'                         | -infinity
                    tz | '294276-12-31 23:59:59+00'          | +294276-12-31T23:59:59.000000Z
                    t  | '12:30:00'                          | 12:30:00
                    n  | 'NaN'                               | NAN
                    n  | 'Infinity'                          | POSITIVE_INFINITY
                    n  | 12345678901234567890.000000001      | 12345678901234567890.000000001
                    r  | 'NaN'                               | NaN
                    r  | '-Infinity'                         | -Infinity
                    i  | '1 mon -2 days 00:00:00.000001'     | P0Y1M-2DT0H0M0.000001S
                    m  | -92233720368547758.08               | -92233720368547758.08
                    b  | '\\x00ff'                            | 00ff
                    h  | '{"a": [1e5]}'                      | {"a": [100000]}
                    x  | '<a/>'                              | <a/>
                    v  | 'a b'                               | 'a' 'b'
                    g  | '[1,5)'                             | [1,5)
                    e  | 'happy'                             | happy
                    """)
    void getsThrough(String column, String value, String expected) {
        int id = insert(column, value);

        TopicReader.Message change = topics.first(items(), message -> message.isOf(id));

        assertThat(change.header(ChangeHeaders.UNDECODABLE)).isNull();
        assertThat(change.after().path(column).asString()).isEqualTo(expected);
    }

    @Test
    void goesAroundAValueThatCannotBeConvertedAndThenStraightAgain() {
        int poison = insert("na", "array[1.5, 'NaN'::numeric]");
        int next = insert("n", "1");

        assertThat(topics.first(items(), message -> message.isOf(poison)).header(ChangeHeaders.UNDECODABLE))
                .contains("cannot be converted");
        topics.first(items(), message -> message.isOf(next));
        assertThat(gaps()).as("of the first start only").isEqualTo(1);

        await().atMost(Duration.ofSeconds(60)).until(() -> {
            int later = insert("n", "2");
            return topics.first(items(), message -> message.isOf(later)).header(ChangeHeaders.UNDECODABLE) == null;
        });
    }

    private static int insert(String column, String value) {
        return rig.database()
                .sql("insert into public.items (" + column + ") values (" + value + ") returning id")
                .query(Integer.class)
                .single();
    }

    private static long gaps() {
        return rig.database()
                .sql("select count(*) from freshet.gap")
                .query(Long.class)
                .single();
    }

    private static String items() {
        return rig.topics().changes("public", "items");
    }
}
