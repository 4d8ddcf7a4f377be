package dev.freshet.invalidation.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OriginTest {

    private static final Origin ORIGIN = new Origin("changes", "id", 1, 42);

    @Test
    void theOutcomesIdIsAContractWithSubscribers() {
        // printf 'id|1|42|lecture:1' | sha256sum | cut -c1-32
        assertThat(ORIGIN.outcomeId("lecture:1")).isEqualTo("5034e6a03bbdef0fd70a8cc74857a4d6");
    }

    @Test
    void everyPartOfTheOriginTells() {
        assertThat(Stream.of(
                                ORIGIN,
                                new Origin("changes", "anew", 1, 42),
                                new Origin("changes", "id", 2, 42),
                                new Origin("changes", "id", 1, 43))
                        .map(origin -> origin.outcomeId("t")))
                .doesNotHaveDuplicates();
    }

    @Test
    void aGapsOutcomeIsNotThatOfTheRecordThere() {
        Effect gap = Effect.ofGap(ORIGIN, "c", "reason");

        assertThat(gap.cause().origin().outcomeId("cache:c")).isNotEqualTo(ORIGIN.outcomeId("cache:c"));
    }

    @Test
    void aBatchIsOrderedByTopicPartitionAndOffset() {
        Origin first = new Origin("a", "z", 1, 10);
        Origin second = new Origin("b", "y", 0, 10);
        Origin third = new Origin("b", "y", 1, 9);
        Origin fourth = new Origin("b", "y", 1, 10);

        assertThat(Stream.of(fourth, third, second, first).sorted())
                .containsExactlyElementsOf(List.of(first, second, third, fourth));
    }
}
