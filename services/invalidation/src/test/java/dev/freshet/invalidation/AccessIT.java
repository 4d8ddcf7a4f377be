package dev.freshet.invalidation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.freshet.invalidation.rows.RowAccess;
import dev.freshet.refusal.Refusal;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A user who could not remove stale rows is told at the start, and what mends it does. */
class AccessIT {

    private static final String TABLE = "public.ai_response_cache";

    private final String user =
            "access_" + UUID.randomUUID().toString().replace("-", "").substring(0, 8);
    private Course course;

    @BeforeEach
    void open() {
        course = new Course();
        course.sql.execute("CREATE ROLE " + user + " LOGIN PASSWORD 'secret'");
    }

    @AfterEach
    void close() {
        course.sql.execute("DROP OWNED BY " + user + "; DROP ROLE " + user);
        course.close();
    }

    @Test
    void everyMissingPrivilegeIsNamedAtOnceAndTheStatementsAreEnough() {
        Refusal refusal = refusal();

        assertThat(refusal)
                .hasMessageContainingAll(user, "lacks SELECT on " + TABLE, "lacks DELETE", "row-level security");
        assertThat(refusal.remedy()).contains("freshet migrate");
        course.sql.execute(refusal.remedy().substring(refusal.remedy().indexOf("GRANT")));
        assertThat(catchThrowable(this::require)).isNull();
    }

    @Test
    void aGrantAloneIsNotEnoughUnderRowLevelSecurity() {
        course.sql.execute("GRANT SELECT, DELETE ON " + TABLE + " TO " + user);

        assertThat(refusal().remedy())
                .doesNotContain("GRANT")
                .contains("CREATE POLICY freshet_invalidation_select")
                .contains("CREATE POLICY freshet_invalidation_delete");
    }

    @Test
    void aPolicyForReadingAloneIsNotEnough() {
        grantWithPolicies();
        course.sql.execute("DROP POLICY freshet_invalidation_delete ON " + TABLE);

        assertThat(refusal()).hasMessageContaining("its DELETE").hasMessageNotContaining("its SELECT");
    }

    @Test
    void aPolicyForSomeRowsIsNotEnough() {
        grantWithPolicies();
        course.sql.execute("ALTER POLICY freshet_invalidation_delete ON " + TABLE + " USING (tokens_used > 0)");

        assertThat(refusal()).hasMessageContaining("its DELETE");
    }

    @Test
    void aRestrictivePolicyIsNamed() {
        grantWithPolicies();
        course.sql.execute("CREATE POLICY tenants ON " + TABLE + " AS RESTRICTIVE USING (tokens_used > 0)");

        assertThat(refusal()).hasMessageContaining("restrictive policy tenants");
    }

    @Test
    void policiesOfOthersAreNoHelp() {
        grantWithPolicies();
        course.sql.execute("ALTER POLICY freshet_invalidation_delete ON " + TABLE + " TO service_role");
        assertThat(refusal()).hasMessageContaining("its DELETE");

        course.sql.execute("GRANT service_role TO " + user);
        assertThat(catchThrowable(this::require)).isNull();
    }

    @Test
    void aConditionThatMayNotBeAskedIsNamed() {
        grantWithPolicies();
        course.sql.execute("REVOKE EXECUTE ON FUNCTION freshet.current_content_hash(uuid[]) FROM PUBLIC");

        assertThat(refusal()).hasMessageContaining("permission denied for function current_content_hash");
    }

    @Test
    void theStartIsRefused() {
        course.sql.execute("GRANT SELECT, DELETE ON " + TABLE + " TO " + user);
        try (Stage stage = asUser()) {
            assertThat(catchThrowable(stage::start)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void withTheGrantsItRemovesRows() {
        grantWithPolicies();
        try (Stage stage = asUser()) {
            var instance = stage.start();
            UUID lecture = course.lecture();
            String key = stage.cached(lecture);

            stage.capture(course.edit(lecture));

            await().atMost(Stage.SOON).until(() -> stage.isGone(key));
            assertThat(Stage.health(instance).getStatus()).isEqualTo(Status.UP);
        }
    }

    private Stage asUser() {
        return new Stage(course).with("spring.datasource.username", user).with("spring.datasource.password", "secret");
    }

    private void grantWithPolicies() {
        course.sql.execute("GRANT SELECT, DELETE ON " + TABLE + " TO " + user);
        for (String command : new String[] {"select", "delete"}) {
            course.sql.execute("CREATE POLICY freshet_invalidation_" + command + " ON " + TABLE + " FOR " + command
                    + " TO " + user + " USING (true)");
        }
    }

    private void require() {
        new RowAccess(new DriverManagerDataSource(course.jdbcUrl(), user, "secret"))
                .require(Stage.lecturesRules().caches().values());
    }

    private Refusal refusal() {
        return (Refusal) requireNonNull(catchThrowable(this::require), "nothing was refused");
    }
}
