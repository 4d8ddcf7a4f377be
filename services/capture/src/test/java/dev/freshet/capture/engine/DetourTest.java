package dev.freshet.capture.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.rules.RulesFile;
import dev.freshet.rules.TableName;
import org.junit.jupiter.api.Test;

class DetourTest {

    private static final TableName ITEMS = new TableName("public", "items");

    private final Detour detour = new Detour(
            RulesFile.read(
                    "test.yaml",
                    """
            caches:
              answers: {keys: "answer:{id}"}
            sources:
              public.items:
                watch: [watched]
                stale: [{cache: answers, key: "answer:{id}"}]
            """));

    @Test
    void leavesOutTheColumnThatFailed() {
        assertThat(detour.around(failureOf("public.items.watched"))).isTrue();

        assertThat(detour.excludedColumns()).isEqualTo("public\\.items\\.watched");
        assertThat(detour.blindTables()).containsExactly(ITEMS);
    }

    @Test
    void doesNotDoubtChangesForAColumnThatNoRuleReads() {
        detour.around(failureOf("public.items.other"));

        assertThat(detour.isTaken()).isTrue();
        assertThat(detour.blindTables()).isEmpty();
    }

    @Test
    void doubtsChangesWithoutAColumnOfTheKey() {
        detour.around(failureOf("public.items.id"));

        assertThat(detour.blindTables()).containsExactly(ITEMS);
    }

    @Test
    void knowsNoWayAroundAnythingElse() {
        assertThat(detour.around(new IllegalStateException("connection reset"))).isFalse();
        assertThat(detour.around(failureOf("elsewhere.items.id"))).isFalse();
        assertThat(detour.isTaken()).isFalse();
    }

    @Test
    void knowsNoWayWhereTheColumnIsLeftOutAlready() {
        detour.around(failureOf("public.items.id"));

        assertThat(detour.around(failureOf("public.items.id"))).isFalse();
    }

    private static Exception failureOf(String column) {
        return new IllegalStateException(
                "An exception occurred",
                new IllegalStateException(
                        "Failed to properly convert data value for '" + column + "' of type _numeric"));
    }
}
