package dev.freshet.rules.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import dev.freshet.rules.InvalidRulesException;
import dev.freshet.rules.Problem;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.RulesFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class RulesCheckIT {

    private static final String CACHES =
            """
            caches:
              c: {keys: "c:{id}"}
              rows: {rows: {table: public.answers, tags: "t:{lecture_ids[]}", key: cache_key}}
            sources:
            """;

    private static final PGSimpleDataSource DATABASE = new PGSimpleDataSource();

    private final RulesCheck check = new RulesCheck(DATABASE);

    @BeforeAll
    static void createTables() throws SQLException {
        Servers servers = TestServers.shared();
        servers.createDatabase("rules_check");
        DATABASE.setUrl(servers.jdbcUrl("rules_check"));
        DATABASE.setUser(servers.user());
        DATABASE.setPassword(servers.password());
        execute(
                """
                create function current_hash(ids uuid[]) returns text stable language sql as 'select ''x''';
                create table answers (cache_key text primary key, lecture_ids uuid[], content_hash text, body jsonb);
                create table lectures (id uuid primary key, title text, price numeric, words text[]);
                create table hashes (lecture_id uuid primary key, content_hash text);
                alter table hashes replica identity full;
                create table indexed (id int primary key, code text not null, name text);
                create unique index indexed_code on indexed (code);
                create table by_index (id int primary key, code text not null, name text);
                create unique index by_index_code on by_index (code);
                alter table by_index replica identity using index by_index_code;
                create table bare (id int, name text);
                create table bare_indexed (id int not null, name text);
                create unique index "Bare Index" on bare_indexed (id);
                create table nothing (id int primary key);
                alter table nothing replica identity nothing;
                create table deferred (id int primary key deferrable);
                create unlogged table unlogged (id int primary key);
                create view a_view as select * from lectures;
                create materialized view a_materialized_view as select * from lectures;
                create table parted (id int primary key, note text) partition by range (id);
                create table parted_1 partition of parted for values from (1) to (2);
                create table keyless (id int not null) partition by list (id);
                create table keyless_1 partition of keyless for values in (1);
                create unique index keyless_1_id on keyless_1 (id);
                alter table keyless_1 replica identity using index keyless_1_id;
                create unlogged table keyless_2 partition of keyless for values in (2);
                create table computed (id int primary key, upper_name text generated always as (id::text) stored);
                create table computed_key (id int generated always as (1) stored primary key, name text);
                create table made_bare (id int, made int generated always as (id + 1) stored);
                create table "Order" ("Id" smallint primary key, "from" boolean);
                create table padded (id char(4) primary key);
                create type mood as enum ('calm', 'wild');
                create table valued (id int primary key, status text, mood mood, owner uuid, live boolean,
                    code char(2), words text[], price numeric, made text generated always as ('x') stored);
                create table filled (cache_key text primary key, fences jsonb, notes text);
                """);
    }

    @Test
    void acceptsRulesThatFitTheDatabase() {
        assertThat(
                        problems(
                                """
                        caches:
                          c:
                            rows:
                              table: public.answers
                              tags: "t:{lecture_ids[]}"
                              key: cache_key
                              fresh: "content_hash = current_hash(lecture_ids) and 'a;b?' <> body ->> 'x?'"
                            keys: "c:{cache_key}"
                        sources:
                          public.lectures: {on: [delete], stale: [{cache: c, tag: "t:{id}"}]}
                          public.hashes: {watch: [content_hash], stale: [{cache: c, tag: "t:{lecture_id}"}]}
                          public.answers: {on: [delete], columns: [cache_key], stale: [{cache: c}]}
                          public.by_index: {stale: [{cache: c, key: "c:{code}"}]}
                          public."Order": {watch: [Id], stale: [{cache: c, key: "c:{Id}"}]}
                          public.bare_indexed: {on: [insert], stale: [{cache: c, key: "c:{name}"}]}
                        """))
                .containsExactly(
                        "rules.yaml:15:3: 'public.bare_indexed': the table has no replica identity, so once it is "
                                + "published, UPDATE and DELETE on it fail. Give it a primary key, or: "
                                + "ALTER TABLE public.bare_indexed REPLICA IDENTITY FULL;");
    }

    @Test
    void refusesTablesThatAreNotThere() {
        assertThat(
                        problems(
                                """
                        caches:
                          c: {rows: {table: public.answer, key: k}, keys: "c:{id}"}
                        sources:
                          public.lecture: {stale: [{cache: c}]}
                          elsewhere.things: {stale: [{cache: c}]}
                        """))
                .containsExactly(
                        "rules.yaml:2:21: 'public.answer': there is no such table in the database. "
                                + "Did you mean 'public.answers'?",
                        "rules.yaml:4:3: 'public.lecture': there is no such table in the database. "
                                + "Did you mean 'public.lectures'?",
                        "rules.yaml:5:3: 'elsewhere.things': there is no such table in the database. "
                                + "Create it, or correct the name.");
    }

    @Test
    void refusesColumnsThatAreNotThere() {
        String answers = "Known: body, cache_key, content_hash, lecture_ids.";
        assertThat(
                        problems(
                                """
                        caches:
                          c:
                            rows: {table: public.answers, tags: "t:{lecture_id[]}", key: cache_kye}
                            keys: "c:{id}"
                        sources:
                          public.hashes: {watch: [contenthash], stale: [{cache: c, key: "c:{lecture}"}]}
                          public.answers: {on: [delete], columns: [cache_key, bdy], stale: [{cache: c, key: "c:{cache_key}"}]}
                        """))
                .containsExactly(
                        "rules.yaml:3:41: 'lecture_id': table public.answers has no such column. "
                                + "Did you mean 'lecture_ids'? " + answers,
                        "rules.yaml:3:66: 'cache_kye': table public.answers has no such column. "
                                + "Did you mean 'cache_key'? " + answers,
                        "rules.yaml:4:11: 'id': table public.answers has no such column. " + answers,
                        "rules.yaml:6:27: 'contenthash': table public.hashes has no such column. "
                                + "Did you mean 'content_hash'? Known: content_hash, lecture_id.",
                        "rules.yaml:6:49: 'lecture': table public.hashes has no such column. "
                                + "Known: content_hash, lecture_id.",
                        "rules.yaml:7:55: 'bdy': table public.answers has no such column. " + "Did you mean 'body'? "
                                + answers);
    }

    @Test
    void refusesTypesWithoutOneSpelling() {
        assertThat(source("public.lectures: {on: [insert], stale: [{cache: c, key: 'c:{price}'}]}"))
                .containsExactly(
                        "rules.yaml:5:43: 'price': the column has type numeric, whose values have no one spelling "
                                + "in a tag or key. Use a column of one of the types text, varchar, char, uuid, smallint, "
                                + "integer, bigint, boolean and enums.");
        assertThat(source("public.lectures: {on: [insert], stale: [{cache: c, key: 'c:{words}'}]}"))
                .containsExactly(
                        "rules.yaml:5:43: 'words': the column is an array. Write {words[]} for one text per element.");
        assertThat(source("public.lectures: {on: [insert], stale: [{cache: c, key: 'c:{title[]}'}]}"))
                .containsExactly(
                        "rules.yaml:5:43: 'title[]': the column has type text and is no array. Write {title}.");
        assertThat(source("public.lectures: {on: [insert], stale: [{cache: c, key: 'c:{words[]}'}]}"))
                .isEmpty();
    }

    @Test
    void refusesATagThatNoRowCanHave() {
        assertThat(source("public.by_index: {on: [insert], stale: [{cache: rows, tag: 't:{id}'}]}"))
                .containsExactly(
                        "rules.yaml:5:43: 't:{id}': no row of public.answers can have this tag, for there it is "
                                + "filled from columns of other types: integer here, uuid there. "
                                + "Fill it from columns of the same type.");
        assertThat(source("public.by_index: {on: [insert], stale: [{cache: rows, tag: 't:{code}'}]}"))
                .isEmpty();
    }

    @Test
    void refusesAColumnWhoseOldValueIsUnknown() {
        assertThat(source("public.lectures: {stale: [{cache: c, key: 'c:{title}'}]}"))
                .containsExactly(
                        "rules.yaml:5:29: 'title': the column is not in the replica identity of public.lectures, "
                                + "so its old value is unknown when a row is updated or deleted. "
                                + "ALTER TABLE public.lectures REPLICA IDENTITY FULL;");
        assertThat(source("public.indexed: {on: [delete], stale: [{cache: c, key: 'c:{code}'}]}"))
                .singleElement()
                .asString()
                .endsWith(". ALTER TABLE public.indexed REPLICA IDENTITY USING INDEX indexed_code;");
        assertThat(source("public.by_index: {on: [delete], stale: [{cache: c}]}"))
                .singleElement()
                .asString()
                .endsWith(". ALTER TABLE public.by_index REPLICA IDENTITY DEFAULT;");
        assertThat(source("public.\"Order\": {on: [delete], stale: [{cache: c, key: 'c:{from}'}]}"))
                .singleElement()
                .asString()
                .endsWith(". ALTER TABLE public.\"Order\" REPLICA IDENTITY FULL;");
        assertThat(source("public.lectures: {columns: [id, title], stale: [{cache: c, key: 'c:{title}'}]}"))
                .singleElement()
                .asString()
                .endsWith(". Remove 'columns', then: ALTER TABLE public.lectures REPLICA IDENTITY FULL;");
        assertThat(source("public.lectures: {on: [insert, truncate], stale: [{cache: c, key: 'c:{title}'}]}"))
                .isEmpty();
    }

    @Test
    void theStatementItNamesMendsIt() throws SQLException {
        execute("create table mended (id int primary key, code text not null unique, name text)");

        for (String column : List.of("code", "name")) {
            String rules = "public.mended: {stale: [{cache: c, key: 'c:{" + column + "}'}]}";
            String problem = source(rules).get(0);
            execute(problem.substring(problem.indexOf("ALTER TABLE")));

            assertThat(source(rules)).isEmpty();
        }
    }

    @Test
    void warnsOfAWatchThatComparesNothing() {
        List<Problem> warnings = check.check(rules("public.lectures: {watch: [title], stale: [{cache: c}]}"));

        assertThat(warnings)
                .singleElement()
                .hasToString(
                        "rules.yaml:5:29: 'title': the column is not in the replica identity of public.lectures, so every "
                                + "update counts as a change of it. To have old and new compared: "
                                + "ALTER TABLE public.lectures REPLICA IDENTITY FULL;");
        assertThat(check.check(
                        rules("public.hashes: {watch: [content_hash], stale: [{cache: rows, tag: 't:{lecture_id}'}]}")))
                .isEmpty();
    }

    @Test
    void warnsOfPaddedValues() {
        assertThat(check.check(rules("public.padded: {stale: [{cache: c}]}")))
                .singleElement()
                .asString()
                .contains("char(n), and shorter values are padded with spaces");
    }

    @Test
    void refusesATableWithoutIdentity() {
        for (String table : List.of("bare", "nothing", "deferred")) {
            assertThat(source("public." + table + ": {on: [insert], stale: [{cache: c}]}"))
                    .singleElement()
                    .asString()
                    .startsWith("rules.yaml:5:3: 'public." + table + "': the table has no replica identity")
                    .endsWith(table.equals("nothing") ? "IDENTITY DEFAULT;" : "IDENTITY FULL;");
        }
        assertThat(source("public.bare_indexed: {stale: [{cache: c}]}"))
                .singleElement()
                .asString()
                .endsWith("ALTER TABLE public.bare_indexed REPLICA IDENTITY USING INDEX \"Bare Index\";");
    }

    @Test
    void refusesColumnsThatLeaveOutTheIdentity() {
        assertThat(source("public.by_index: {columns: [id, name], on: [insert], stale: [{cache: c}]}"))
                .containsExactly("rules.yaml:5:21: 'code': the column belongs to the replica identity and is not among "
                        + "'columns', so once the table is published, UPDATE and DELETE on it fail. "
                        + "Add 'code' to 'columns'.");
    }

    @Test
    void refusesColumnsTogetherWithIdentityFull() {
        assertThat(source("public.hashes: {columns: [lecture_id], stale: [{cache: rows, tag: 't:{lecture_id}'}]}"))
                .containsExactly(
                        "rules.yaml:5:19: 'columns': the table has REPLICA IDENTITY FULL, and with a column list "
                                + "UPDATE and DELETE on it fail. "
                                + "Remove 'columns', or: ALTER TABLE public.hashes REPLICA IDENTITY DEFAULT;");
    }

    @Test
    void refusesWhatSendsNoChanges() {
        assertThat(source("public.unlogged: {stale: [{cache: c}]}"))
                .containsExactly("rules.yaml:5:3: 'public.unlogged': an unlogged table sends no changes. "
                        + "ALTER TABLE public.unlogged SET LOGGED;");
        assertThat(source("public.a_view: {stale: [{cache: c}]}"))
                .containsExactly("rules.yaml:5:3: 'public.a_view': a view sends no changes. "
                        + "Name the tables behind it as sources.");
        assertThat(source("public.a_materialized_view: {stale: [{cache: c}]}"))
                .singleElement()
                .asString()
                .contains("a materialized view sends no changes");
    }

    @Test
    void acceptsAPartitionedTable() {
        assertThat(source("public.parted: {stale: [{cache: c}]}")).isEmpty();
        assertThat(warnings("public.parted: {stale: [{cache: c, when: note is null}]}"))
                .as("of each partition")
                .singleElement()
                .asString()
                .contains("ALTER TABLE public.parted_1 REPLICA IDENTITY FULL;");
    }

    @Test
    void refusesWhatHidesChangesOfAPartitionedTable() {
        assertThat(source("public.parted: {on: [update], columns: [id], stale: [{cache: c}]}"))
                .containsExactly(
                        "rules.yaml:5:19: 'update': an update that moves a row to another partition arrives as a delete "
                                + "and an insert. Add both to 'on'.",
                        "rules.yaml:5:33: 'columns': PostgreSQL publishes no columns alone of a partitioned table. "
                                + "Remove 'columns'.");
        assertThat(source("public.parted: {stale: [{cache: c, key: 'c:{note}'}]}"))
                .containsExactly(
                        "rules.yaml:5:27: 'note': the column is not in the replica identity of public.parted_1, "
                                + "so its old value is unknown when a row is updated or deleted. "
                                + "ALTER TABLE public.parted_1 REPLICA IDENTITY FULL;");
        assertThat(source("public.keyless: {stale: [{cache: c, all: true}]}"))
                .containsExactly(
                        "rules.yaml:5:3: 'public.keyless': the partitioned table has no primary key, so UPDATE and DELETE "
                                + "on its next partition would fail. Give it one: a partition made later then has one too.",
                        "rules.yaml:5:3: 'public.keyless_1': the replica identity of this partition is an index, which "
                                + "other partitions may lack. ALTER TABLE public.keyless_1 REPLICA IDENTITY DEFAULT; "
                                + "Or: ALTER TABLE public.keyless_1 REPLICA IDENTITY FULL;",
                        "rules.yaml:5:3: 'public.keyless_2': this partition is a foreign or an unlogged table, which sends "
                                + "no changes. Use an ordinary table.");
        assertThat(
                        source(
                                """
                        public.parted: {stale: [{cache: c}]}
                          public.parted_1: {stale: [{cache: c}]}
                        """))
                .containsExactly(
                        "rules.yaml:6:3: 'public.parted_1': the table is a partition of public.parted, which is "
                                + "a source too. Remove one of the two.");
    }

    @Test
    void refusesATemporaryTable() throws SQLException {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create temporary table passing (id int primary key)");
            String schema = "select nspname from pg_namespace where oid = pg_my_temp_schema()";
            try (var found = statement.executeQuery(schema)) {
                found.next();

                assertThat(source(found.getString(1) + ".passing: {stale: [{cache: c}]}"))
                        .singleElement()
                        .asString()
                        .contains("a temporary table sends no changes");
            }
        }
    }

    @Test
    void refusesGeneratedColumns() {
        assertThat(source("public.computed: {on: [insert], stale: [{cache: c, key: 'c:{upper_name}'}]}"))
                .containsExactly(
                        "rules.yaml:5:43: 'upper_name': the column is generated, and PostgreSQL does not publish "
                                + "it. Name the columns that it is generated from.");
        assertThat(source("public.computed_key: {on: [insert], stale: [{cache: c, key: 'c:{name}'}]}"))
                .singleElement()
                .asString()
                .contains("its replica identity has the generated column 'id'");
    }

    /** By the whole row PostgreSQL means the generated columns, too. */
    @Test
    void refusesIdentityFullWithAGeneratedColumnAsPostgresDoes() throws SQLException {
        for (String kind : List.of("stored", "virtual")) {
            String table = "doubled_" + kind;
            execute("create table " + table + " (id int primary key, code text not null unique, name text,"
                    + " made text generated always as (name || name) " + kind + ");"
                    + "alter table " + table + " replica identity full;"
                    + "insert into " + table + " (id, code) values (1, 'a');"
                    + "create publication " + table + " for table " + table);
            String update = "update " + table + " set name = 'b'";
            assertThatThrownBy(() -> execute(update)).hasMessageContaining("unpublished generated columns");

            String rules = "public." + table + ": {watch: [name], stale: [{cache: c, key: 'c:{code}'}]}";
            assertThat(source(rules))
                    .singleElement()
                    .asString()
                    .startsWith("rules.yaml:5:3: 'public." + table
                            + "': the table has REPLICA IDENTITY FULL and a generated")
                    .endsWith(
                            ". ALTER TABLE public." + table + " REPLICA IDENTITY USING INDEX " + table + "_code_key;");
            execute(source(rules).get(0).replaceFirst(".*(?=ALTER TABLE)", ""));

            execute(update);
            assertThat(source(rules)).isEmpty();
        }
    }

    @Test
    void offersIdentityFullToNoTableWithAGeneratedColumn() {
        for (String rules : List.of(
                "public.valued: {stale: [{cache: c, key: 'c:{status}'}]}",
                "public.valued: {columns: [id, status], stale: [{cache: c, key: 'c:{status}'}]}",
                "public.computed_key: {stale: [{cache: c, all: true}]}",
                "public.made_bare: {stale: [{cache: c, all: true}]}")) {
            assertThat(source(rules))
                    .singleElement()
                    .asString()
                    .contains("Its generated columns rule out FULL; make a unique index", "USING INDEX <index>;")
                    .doesNotContain("IDENTITY FULL");
        }
        for (String rules : List.of(
                "public.valued: {watch: [status], stale: [{cache: c}]}",
                "public.valued: {stale: [{cache: c, when: status is null}]}")) {
            assertThat(warnings(rules))
                    .singleElement()
                    .asString()
                    .contains("not generated, among them id, status, then: ")
                    .doesNotContain("IDENTITY FULL");
        }
    }

    @Test
    void refusesAConditionThatPostgresRefuses() {
        assertThat(fresh("content_hsh = 'x'"))
                .containsExactly("rules.yaml:2:60: 'content_hsh = 'x'': PostgreSQL refuses the condition: "
                        + "column \"content_hsh\" does not exist. It stands in SELECT … FROM public.answers "
                        + "WHERE (<condition>); correct it there.");
        assertThat(fresh("content_hash")).singleElement().asString().contains("must be type boolean");
        assertThat(fresh("no_such(lecture_ids) = 'x'"))
                .singleElement()
                .asString()
                .contains("does not exist");
        assertThat(fresh("true)")).singleElement().asString().contains("syntax error");
        assertThat(fresh("true -- and nothing else")).singleElement().asString().contains("syntax error");
    }

    @Test
    void refusesAConditionThatFailsOnceItIsPrepared() {
        assertThat(fresh("body ? 'y'"))
                .containsExactly(
                        "rules.yaml:2:60: 'body ? 'y'': a '?' outside of quotes is taken for a parameter of the "
                                + "statement. Write the operator as a function: jsonb_exists(body, 'y') for body ? 'y', "
                                + "jsonb_exists_any for ?|, jsonb_exists_all for ?&, jsonb_path_exists for @?.");
        assertThat(fresh("body ?? 'y'")).as("the driver's own spelling").isEmpty();
        assertThat(fresh("jsonb_exists(body, 'y?') /* sure? */")).isEmpty();
    }

    @Test
    void refusesAConditionThatNamesItsTable() {
        assertThat(fresh("answers.content_hash = 'x'"))
                .containsExactly(
                        "rules.yaml:2:60: 'answers.content_hash = 'x'': the condition names its own table, which "
                                + "has another name in some statements (invalid reference to FROM-clause entry for table "
                                + "\"answers\"). Leave out the table name and write the column alone; where a subquery has a "
                                + "column of that name, put the subquery into a function.");
        assertThat(fresh("public.answers.content_hash = 'x'")).hasSize(1);
        assertThat(fresh("answers is not null")).hasSize(1);
        assertThat(fresh("entry.content_hash = 'x'"))
                .as("the name in some of our own statements, and in those alone")
                .hasSize(1);
        assertThat(fresh("exists (select 1 from hashes h where h.content_hash = cache_key)"))
                .isEmpty();
    }

    @Test
    void aConditionCannotChangeAnything() throws SQLException {
        execute("create table witness (id int); insert into witness values (1)");

        assertThat(fresh("true); delete from witness; select 1 where (true"))
                .singleElement()
                .asString()
                .contains("read-only transaction");
        assertThat(fresh("exists (select 1 from witness where set_config('a.b', 'c', false) is null)"))
                .isEmpty();
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement();
                var found = statement.executeQuery("select count(*) from witness")) {
            found.next();
            assertThat(found.getInt(1)).isEqualTo(1);
        }
    }

    @Test
    void acceptsConditionsOnWhatColumnsCanHold() {
        assertThat(
                        source(
                                """
                        public.valued:
                            when: status != '' and mood in ('calm', 'wild') or live = true and price is null
                            stale:
                              - {cache: c, when: "owner = '6c8ab8fc-9d3b-4d1e-8a55-0c6f6ab7e2d1' and id not in (1, 2)"}
                              - {cache: c, key: "c:{id}", when: words is not null and code is null}
                        """))
                .isEmpty();
    }

    @Test
    void refusesConditionsOnWhatColumnsNeverHold() {
        assertThat(
                        source(
                                """
                        public.valued:
                            when: "state = 'x' or status = 7 or mood = 'tame'"
                            stale:
                              - {cache: c, when: "id = '1' and live = 'true' and owner = 'ME'"}
                              - {cache: c, when: "price = 5 or words = 'a' or code = 'ab' or made = 'x'"}
                        """))
                .containsExactly(
                        "rules.yaml:6:11: 'state': table public.valued has no such column. "
                                + "Known: code, id, live, made, mood, owner, price, status, words.",
                        "rules.yaml:6:11: '7': the column status has type text and never holds this. "
                                + "Put it into single quotes: '7'.",
                        "rules.yaml:6:11: ''tame'': the column mood has type mood and never holds this. "
                                + "Known: calm, wild.",
                        "rules.yaml:8:26: ''1'': the column id has type integer and never holds this. "
                                + "Write a whole number without quotes.",
                        "rules.yaml:8:26: ''true'': the column live has type boolean and never holds this. "
                                + "Write true or false, without quotes.",
                        "rules.yaml:8:26: ''ME'': the column owner has type uuid and never holds this. "
                                + "Write a uuid in lower case, as PostgreSQL does.",
                        "rules.yaml:9:26: 'price': the column has type numeric, whose values a condition cannot compare. "
                                + "Use a column of one of the types text, varchar, uuid, smallint, integer, bigint, "
                                + "boolean and enums, or is null and is not null.",
                        "rules.yaml:9:26: 'words': the column has type text[], whose values a condition cannot compare. "
                                + "Use a column of one of the types text, varchar, uuid, smallint, integer, bigint, "
                                + "boolean and enums, or is null and is not null.",
                        "rules.yaml:9:26: 'code': the column has type character, whose values a condition cannot compare. "
                                + "Use a column of one of the types text, varchar, uuid, smallint, integer, bigint, "
                                + "boolean and enums, or is null and is not null.",
                        "rules.yaml:9:26: 'made': the column is generated, and PostgreSQL does not publish it. "
                                + "Name the columns that it is generated from.");
    }

    @Test
    void warnsOfAConditionOnWhatIsNotTold() {
        assertThat(warnings("public.lectures: {stale: [{cache: c, when: title is null}]}"))
                .containsExactly(
                        "rules.yaml:5:46: 'title': the column is not in the replica identity of public.lectures, "
                                + "so the condition counts as held by every row as it was. "
                                + "To have the old value told: ALTER TABLE public.lectures REPLICA IDENTITY FULL;");
        assertThat(warnings("public.lectures: {on: [insert], stale: [{cache: c, when: title is null}]}"))
                .isEmpty();
    }

    @Test
    void warnsOfAKeyThatIsNotUnique() throws SQLException {
        execute("create table rows_alike (name text, part int, primary key (name, part))");
        RuleSet rules = RulesFile.read(
                "rules.yaml",
                """
                caches: {f: {rows: {table: public.rows_alike, key: name}}}
                sources: {public.lectures: {stale: [{cache: f, all: true}]}}
                """);
        String warning = check.check(rules).get(0).toString();
        assertThat(warning)
                .isEqualTo("rules.yaml:1:52: 'name': no unique index has this column alone, and a row is stored "
                        + "ON CONFLICT of it. CREATE UNIQUE INDEX ON public.rows_alike (\"name\");");

        execute("alter table rows_alike drop constraint rows_alike_pkey, alter name drop not null");
        execute(warning.substring(warning.indexOf("CREATE")));

        assertThat(check.check(rules)).isEmpty();
    }

    @Test
    void refusesFencesInAColumnThatCannotHoldThem() {
        String rules =
                """
                caches: {f: {rows: {table: public.filled, key: cache_key, fences: %s}}}
                sources: {public.lectures: {stale: [{cache: f, all: true}]}}
                """;
        assertThat(problems(rules.formatted("fences"))).isEmpty();
        assertThat(problems(rules.formatted("notes")))
                .containsExactly("rules.yaml:1:67: 'notes': the column has type text, and fences are kept as jsonb. "
                        + "Name a column of type jsonb, or: ALTER TABLE public.filled ADD COLUMN fences jsonb;");
        assertThat(problems(rules.formatted("fence")))
                .containsExactly("rules.yaml:1:67: 'fence': table public.filled has no such column. "
                        + "Did you mean 'fences'? Known: cache_key, fences, notes.");
    }

    @Test
    void tellsEveryProblemAtOnce() {
        assertThat(
                        problems(
                                """
                        caches:
                          c: {rows: {table: public.answers, key: body, fresh: "nonsense"}}
                        sources:
                          public.lectures: {stale: [{cache: c, all: true}]}
                          public.bare: {stale: [{cache: c, all: true}]}
                          public.gone: {stale: [{cache: c, all: true}]}
                        """))
                .hasSize(4);
    }

    @Test
    void saysSoWhenTheDatabaseCannotBeAsked() {
        PGSimpleDataSource wrong = new PGSimpleDataSource();
        wrong.setUrl(DATABASE.getUrl());
        wrong.setUser("nobody");

        assertThatThrownBy(() -> new RulesCheck(wrong).check(rules("public.hashes: {stale: [{cache: c, all: true}]}")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the rules cannot be checked against the database: ")
                .hasRootCauseInstanceOf(SQLException.class);
    }

    private List<String> source(String source) {
        return refusals(rules(source));
    }

    private List<String> warnings(String source) {
        return check.check(rules(source)).stream().map(Problem::toString).toList();
    }

    private List<String> fresh(String condition) {
        return problems("caches:\n  c: {rows: {table: public.answers, key: cache_key, fresh: \"" + condition
                + "\"}}\nsources: {}\n");
    }

    private List<String> problems(String rules) {
        return refusals(RulesFile.read("rules.yaml", rules));
    }

    private List<String> refusals(RuleSet rules) {
        InvalidRulesException refused = catchThrowableOfType(InvalidRulesException.class, () -> check.check(rules));
        return refused == null
                ? List.of()
                : refused.problems().stream().map(Problem::toString).collect(Collectors.toList());
    }

    private static RuleSet rules(String source) {
        return RulesFile.read("rules.yaml", CACHES + "  " + source + "\n");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
