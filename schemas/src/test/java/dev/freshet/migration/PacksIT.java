package dev.freshet.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.refusal.Refusal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packs that come and go, alone and together. */
class PacksIT {

    private static final String[] ALL = {"lectures", "exercises", "market"};

    private Database database;

    @BeforeEach
    void create() {
        database = Database.create();
        database.run("DROP ROLE IF EXISTS authenticated, service_role");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void comeOnTopOfALecturesPackThatIsThere() {
        database.withDemo("lectures").migrate();

        assertThat(database.withDemo(ALL).migrate()).isEqualTo(6);
        assertThat(database.withDemo(ALL).migrate()).isZero();
    }

    @Test
    void needNoOtherPack() {
        database.migrations("market").migrate();
        database.migrations("exercises").migrate();

        assertThat(database.value("SELECT to_regclass('public.lectures')")).isEqualTo("null");
    }

    /** Also when they are not on any more, when they are taken back twice, and when they come again. */
    @Test
    void leaveNothingBehind() {
        List<String> before = Catalog.of(database);
        database.withDemo(ALL).migrate();
        List<String> migrated = Catalog.of(database);

        database.migrations().rollback();
        assertThat(Catalog.of(database)).isEqualTo(before);
        database.migrations().rollback();

        database.withDemo(ALL).migrate();
        assertThat(Catalog.of(database)).isEqualTo(migrated);
    }

    @Test
    void eachScriptTakesBackItsOwnPackAndNoOther() {
        database.withDemo("lectures").migrate();
        List<String> lectures = Catalog.of(database);
        database.withDemo("lectures", "exercises").migrate();
        List<String> exercises = Catalog.of(database);
        database.withDemo(ALL).migrate();

        database.run(new Pack("market").rollback());
        assertThat(Catalog.of(database)).isEqualTo(exercises);
        database.run(new Pack("exercises").rollback());
        assertThat(Catalog.of(database)).isEqualTo(lectures);

        database.run(new Pack("exercises").rollback() + new Pack("market").rollback());
        assertThat(Catalog.of(database)).as("a second time").isEqualTo(lectures);
    }

    @Test
    void aViewOfOthersStopsTheRollbackWithItsName() {
        database.migrations("exercises").migrate();
        database.run("CREATE VIEW public.my_figures AS SELECT * FROM public.exercise_cache_overview");
        List<String> before = Catalog.of(database);

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> database.migrations().rollback())
                .withMessageContaining("view my_figures");
        assertThat(Catalog.of(database)).isEqualTo(before);
    }

    @Test
    void tablesOfTheApplicationStayItsOwn() {
        database.run(
                """
                CREATE TABLE public.exercise_cache (cache_key text PRIMARY KEY, exercise_type text, exercise_data jsonb, mine text);
                INSERT INTO public.exercise_cache VALUES ('k', 'quiz', '{}', 'kept');
                CREATE TABLE public.exercise_topics (name text PRIMARY KEY, description text);
                CREATE TABLE public.quantum_api_cache (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), symbol varchar(10) NOT NULL,
                    cache_type varchar(50) NOT NULL, data jsonb NOT NULL, UNIQUE (symbol, cache_type));
                INSERT INTO public.quantum_api_cache (symbol, cache_type, data) VALUES ('BTC', 'market', '{}');
                CREATE TABLE public.top_picks_runs (id uuid PRIMARY KEY, universe text NOT NULL, mode text NOT NULL);
                CREATE FUNCTION public.cleanup_expired_exercises() RETURNS integer LANGUAGE sql AS 'SELECT -1'""");
        List<String> before = Catalog.of(database);

        database.withDemo(ALL).migrate();

        assertThat(database.rows("SELECT mine, usage_count, expires_at > now() FROM public.exercise_cache"))
                .containsExactly(List.of("kept", "0", "t"));
        assertThat(database.value("SELECT cache_key FROM public.quantum_api_cache"))
                .isEqualTo("BTC:market");
        assertThat(database.value("SELECT public.cleanup_expired_exercises()")).isEqualTo("-1");
        assertThat(database.value("SELECT total_entries FROM public.exercise_cache_overview"))
                .isEqualTo("1");
        database.migrations().rollback();
        assertThat(Catalog.of(database)).isEqualTo(before);
        assertThat(database.value("SELECT mine FROM public.exercise_cache")).isEqualTo("kept");
    }

    @Test
    void whatStandsInTheWayIsSaidAtOnceAndNothingIsMade() {
        database.run(
                """
                CREATE TABLE public.exercise_cache (cache_key integer PRIMARY KEY, exercise_type text, exercise_data jsonb);
                CREATE VIEW public.exercise_cache_stats AS SELECT 1 AS one;
                CREATE TABLE public.portfolio_snapshots (id bigint PRIMARY KEY)""");
        List<String> before = inPublic();

        Refusal exercises = catchThrowableOfType(
                Refusal.class, () -> database.migrations("exercises").migrate());
        assertThat(exercises)
                .hasMessageContaining("column public.exercise_cache.cache_key is of type integer, not text")
                .hasMessageContaining("public.exercise_cache_stats exists already");
        Refusal market = catchThrowableOfType(
                Refusal.class, () -> database.migrations("market").migrate());
        assertThat(market).hasMessageContaining("portfolio_snapshots.id is of type bigint, not uuid");
        assertThat(inPublic()).isEqualTo(before);
        database.run(exercises.remedy());
        database.migrations("exercises").migrate();
    }

    /** With them, the identity that we would give the table breaks the application's own UPDATE. */
    @Test
    void generatedColumnsStandInTheWayOfIdentityFull() {
        database.run(
                """
                CREATE TABLE public.exercise_topics (name text PRIMARY KEY, description text,
                    loud text GENERATED ALWAYS AS (upper(name)) STORED, soft text GENERATED ALWAYS AS (lower(name)) VIRTUAL);
                INSERT INTO public.exercise_topics (name) VALUES ('loops')""");
        List<String> before = inPublic();

        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> database.migrations("exercises").migrate());
        assertThat(refusal).hasMessageContaining("public.exercise_topics has generated columns (loud, soft)");
        assertThat(inPublic()).isEqualTo(before);

        database.run(refusal.remedy());
        database.migrations("exercises").migrate();
        database.run("CREATE PUBLICATION topics FOR TABLE public.exercise_topics;"
                + "UPDATE public.exercise_topics SET description = 'again and again'");
    }

    private List<String> inPublic() {
        return Catalog.of(database).stream()
                .filter(item -> item.contains(" public."))
                .toList();
    }
}
