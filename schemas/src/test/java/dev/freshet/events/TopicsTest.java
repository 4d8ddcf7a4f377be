package dev.freshet.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicsTest {

    private final Topics topics = Topics.DEFAULT;

    @Test
    void ordinaryNamesStandAsTheyAre() {
        assertThat(topics.changes("public", "lecture_content_hashes"))
                .isEqualTo("freshet.cdc.public.lecture_content_hashes");
    }

    @Test
    void namesThatNeedQuotingBecomeNamesThatKafkaTakes() {
        assertThat(topics.changes("My Schema", "Übung$1")).isEqualTo("freshet.cdc.My-20-Schema.-dc-bung-24-1");
        assertThat(topics.changes("a.b", "c"))
                .matches("[A-Za-z0-9._-]+")
                .isNotEqualTo(topics.changes("a", "b.c"))
                .isNotEqualTo(topics.changes("a-2e-b", "c"));
    }
}
