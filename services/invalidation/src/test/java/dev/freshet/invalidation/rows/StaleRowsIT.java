package dev.freshet.invalidation.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.RulesFile;
import dev.freshet.rules.Stale;
import dev.freshet.rules.StaleCache;
import dev.freshet.rules.StaleKey;
import dev.freshet.rules.StaleTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaleRowsIT {

    private static final RuleSet RULES = RulesFile.read(
            "test",
            """
            caches:
              simple:
                rows: {table: public.simple, tags: "item:{item}", key: id, fresh: "hash = 'fresh'"}
                keys: "simple:{id}"
              odd:
                rows: {table: 'public."Odd Cache"', tags: "note:{ten\\"ant}:{Note Ids[]}", key: k}
                keys: "odd:{k}:{ten\\"ant}"
              code:
                rows: {table: public.code, tags: "code:{code}", key: code}
            sources:
              public.item: {stale: [{cache: simple, tag: "item:{id}"}]}
            """);

    private final HikariDataSource database = new HikariDataSource();
    private JdbcTemplate sql = new JdbcTemplate();
    private StaleRows rows = new StaleRows(database);

    @BeforeAll
    void create() {
        Servers servers = TestServers.shared();
        String name = "rows_" + UUID.randomUUID().toString().replace("-", "");
        servers.createDatabase(name);
        database.setJdbcUrl(servers.jdbcUrl(name));
        database.setUsername(servers.user());
        database.setPassword(servers.password());
        database.setMaximumPoolSize(2);
        sql = new JdbcTemplate(database);
        sql.execute("CREATE TABLE public.simple (id bigint PRIMARY KEY, item int, hash text)");
        sql.execute("CREATE TABLE public.\"Odd Cache\" (k varchar(10), \"ten\"\"ant\" text, \"Note Ids\" bigint[])");
        sql.execute("CREATE TABLE public.code (code char(3))");
    }

    @AfterAll
    void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        rows = new StaleRows(database);
        sql.execute("TRUNCATE public.simple, public.\"Odd Cache\", public.code");
    }

    @Test
    void removesTheStaleRowsOfATagAndTellsWhatTheyCarried() {
        sql.update("INSERT INTO public.simple VALUES (1, 7, 'old'), (2, 7, 'fresh'), (3, 8, 'old'), (4, 7, NULL)");

        List<Row> removed = delete("simple", List.of("item:7"), List.of());

        assertThat(removed).flatExtracting(Row::keys).containsExactlyInAnyOrder("simple:1", "simple:4");
        assertThat(removed.get(0).reasons())
                .contains(new StaleTag("simple", "item:7"), new StaleCache("simple"))
                .hasAtLeastOneElementOfType(StaleKey.class);
        assertThat(sql.queryForList("SELECT id FROM public.simple ORDER BY id", Long.class))
                .containsExactly(2L, 3L);
    }

    @Test
    void findsWhatItWouldRemoveAndRemovesNothing() {
        sql.update("INSERT INTO public.simple VALUES (1, 7, 'old'), (2, 7, 'fresh'), (3, 8, 'old'), (4, 9, NULL)");
        List<Row> byTag = new ArrayList<>();
        List<Row> all = new ArrayList<>();
        StaleRows onlyLooking = StaleRows.readOnly(database);

        onlyLooking.find(rule("simple"), List.of("item:7", "item:9"), List.of("simple:1", "simple:3"), byTag::addAll);
        onlyLooking.findAll(rule("simple"), all::addAll);

        assertThat(byTag)
                .as("a row with a tag and a key of these is one row")
                .flatExtracting(Row::keys)
                .containsExactlyInAnyOrder("simple:1", "simple:3", "simple:4");
        assertThat(all).flatExtracting(Row::keys).containsExactlyInAnyOrder("simple:1", "simple:3", "simple:4");
        assertThat(delete("simple", List.of("item:7", "item:9"), List.of("simple:1", "simple:3")))
                .containsExactlyInAnyOrderElementsOf(byTag);
    }

    @Test
    void removesTheStaleRowsOfAKey() {
        sql.update("INSERT INTO public.simple VALUES (1, 7, 'old'), (2, 7, 'fresh'), (3, 8, 'old')");

        List<Row> removed = delete("simple", List.of(), List.of("simple:1", "simple:2", "simple:x", "other:3"));

        assertThat(removed).flatExtracting(Row::keys).containsExactly("simple:1");
    }

    @Test
    void allColumnsOfATagMustMeet() {
        sql.update(
                "INSERT INTO public.\"Odd Cache\" VALUES ('a', 't1', '{1,2}'), ('b', 't2', '{1}'), ('c', 't1', '{3}'),"
                        + " ('d', 't2', '{2,3}'), ('e', 't1', NULL), ('f', NULL, '{1}')");

        List<Row> removed = delete("odd", List.of("note:t1:2", "note:t2:3"), List.of());

        assertThat(removed).flatExtracting(Row::keys).containsExactlyInAnyOrder("odd:a:t1", "odd:d:t2");
        assertThat(removed.stream().flatMap(row -> row.reasons().stream()).map(Stale::tag))
                .contains("note:t1:1", "note:t1:2", "note:t2:2", "note:t2:3", "key:odd:a:t1", "cache:odd");
    }

    @Test
    void aTagThatReadsInTwoWaysMeansBoth() {
        sql.update("INSERT INTO public.\"Odd Cache\" VALUES ('a', 'x:y', '{1}'), ('b', 'x', '{1}')");

        assertThat(delete("odd", List.of("note:x:y:1"), List.of()))
                .flatExtracting(Row::keys)
                .containsExactly("odd:a:x:y");
    }

    @Test
    void valuesAreNeverPartOfTheStatement() {
        sql.update("INSERT INTO public.\"Odd Cache\" VALUES ('a', 'it''s', '{1}'), ('b', 'x', '{1}')");

        List<Row> removed = delete("odd", List.of("note:it's:1", "note:x'; DROP TABLE code; --:1"), List.of());

        assertThat(removed).flatExtracting(Row::keys).containsExactly("odd:a:it's");
    }

    @Test
    void aValueIsNotCutToTheLengthOfItsType() {
        sql.update("INSERT INTO public.code VALUES ('abc'), ('abd')");
        sql.update("INSERT INTO public.\"Odd Cache\" VALUES ('0123456789', 't', '{1}')");

        assertThat(delete("code", List.of("code:abc", "code:abdx"), List.of())).hasSize(1);
        assertThat(delete("odd", List.of(), List.of("odd:0123456789x:t"))).isEmpty();
    }

    @Test
    void aTextThatIsNoValueOfTheTypeHarmsNoOther() {
        sql.update("INSERT INTO public.simple VALUES (1, 7, 'old')");

        assertThat(delete("simple", List.of("item:seven", "item:", "item:7", "item:99999999999999999999"), List.of()))
                .hasSize(1);
    }

    @Test
    void moreTagsThanOneStatementTakesAreAllLookedFor() {
        insertMany(2_500);

        List<Row> removed = delete(
                "simple", IntStream.range(0, 2_500).mapToObj(i -> "item:" + i).toList(), List.of());

        assertThat(removed).hasSize(2_500);
        assertThat(sql.queryForObject("SELECT count(*) FROM public.simple", Long.class))
                .isZero();
    }

    @Test
    void everythingStaleGoesInPortions() {
        insertMany(2_500);
        sql.update("UPDATE public.simple SET hash = 'fresh' WHERE id = 77");
        List<Integer> portions = new ArrayList<>();

        inTransaction(() -> rows.deleteAll(rule("simple"), portion -> portions.add(portion.size())));

        assertThat(portions).containsExactly(1000, 1000, 499);
        assertThat(sql.queryForList("SELECT id FROM public.simple", Long.class)).containsExactly(77L);
    }

    @Test
    void theDriverFetchesInPortionsToo() {
        insertMany(2_500);
        List<Long> cursors = new ArrayList<>();

        inTransaction(() -> rows.deleteAll(
                rule("simple"),
                portion -> cursors.add(
                        Objects.requireNonNull(sql.queryForObject("SELECT count(*) FROM pg_cursors", Long.class)))));

        // That query's own, and the one whose rows are being taken: the rest of them is still on the server
        assertThat(cursors.get(0)).isEqualTo(2);
    }

    @Test
    void withoutAPredicateNoRowIsFresh() {
        sql.update("INSERT INTO public.\"Odd Cache\" VALUES ('a', 't1', '{1}'), ('b', NULL, NULL)");
        List<Row> removed = new ArrayList<>();

        inTransaction(() -> rows.deleteAll(rule("odd"), removed::addAll));

        assertThat(removed).hasSize(2);
        assertThat(removed).flatExtracting(Row::keys).containsExactly("odd:a:t1");
    }

    @Test
    void tellsWhichKeysHaveARow() {
        sql.update("INSERT INTO public.simple VALUES (1, 7, 'old'), (2, 7, 'fresh')");

        assertThat(rows.present(rule("simple"), List.of("simple:1", "simple:2", "simple:3", "other")))
                .isEqualTo(Set.of("simple:1", "simple:2"));
    }

    @Test
    void aTableThatChangedIsReadAnew() {
        sql.update("INSERT INTO public.code VALUES ('abc')");
        delete("code", List.of("code:xyz"), List.of());
        sql.execute("ALTER TABLE public.code ALTER COLUMN code TYPE uuid USING gen_random_uuid()");
        try {
            String code =
                    Objects.requireNonNull(sql.queryForObject("SELECT code::text FROM public.code", String.class));
            List<List<Row>> attempts = Stream.of(1, 2)
                    .map(attempt -> attempt("code", List.of("code:" + code)))
                    .collect(Collectors.toList());
            assertThat(attempts.get(1)).hasSize(1);
        } finally {
            sql.execute("ALTER TABLE public.code ALTER COLUMN code TYPE char(3) USING 'abc'");
        }
    }

    private List<Row> attempt(String cache, List<String> tags) {
        try {
            return delete(cache, tags, List.of());
        } catch (org.springframework.dao.DataAccessException e) {
            return List.of();
        }
    }

    private List<Row> delete(String cache, List<String> tags, List<String> keys) {
        List<Row> removed = new ArrayList<>();
        inTransaction(() -> rows.delete(rule(cache), tags, keys, removed::addAll));
        return removed;
    }

    private void inTransaction(Runnable work) {
        new TransactionTemplate(new JdbcTransactionManager(database)).executeWithoutResult(status -> work.run());
    }

    private static CacheRule rule(String name) {
        return Objects.requireNonNull(RULES.caches().get(name));
    }

    private void insertMany(int many) {
        sql.update("INSERT INTO public.simple SELECT n, n, 'old' FROM generate_series(0, ? - 1) AS n", many);
    }
}
