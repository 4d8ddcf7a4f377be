package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.events.Topics;
import org.junit.jupiter.api.Test;

class SourceTopicsTest {

    private static final SourceTopics TOPICS = new SourceTopics(Topics.DEFAULT);

    private static RuleSet rules(String... tables) {
        StringBuilder yaml = new StringBuilder("caches:\n  c: {keys: \"c:{id}\"}\nsources:\n");
        for (String table : tables) {
            yaml.append("  ").append(table).append(": {stale: [{cache: c}]}\n");
        }
        return RulesFile.read("my.yaml", yaml.toString());
    }

    private static String refusal(String... tables) {
        InvalidRulesException refused =
                catchThrowableOfType(InvalidRulesException.class, () -> TOPICS.require(rules(tables)));
        assertThat(refused).isNotNull();
        return String.valueOf(refused.getMessage());
    }

    @Test
    void tablesWhoseTopicsDifferInDotsAndUnderscoresOnlyAreRefused() {
        assertThat(refusal("a.b_c", "public.fine", "a_b.c"))
                .isEqualTo(
                        """
                        the rules cannot be obeyed:
                        my.yaml:6:3: 'a_b.c': its topic freshet.cdc.a_b.c and freshet.cdc.a.b_c, that of the source a.b_c at \
                        my.yaml:4:3, differ in '.' and '_' only, and Kafka takes one of the two. Rename one of the tables or \
                        one of their schemas.""");
    }

    /** As PostgreSQL takes it: 61 bytes. */
    private static final String WIDE = "'public.\"X" + ".".repeat(60) + "\"'";

    @Test
    void aTableWhoseTopicIsTooLongIsRefused() {
        assertThat(refusal(WIDE))
                .contains("my.yaml:4:3: 'public.\"X...")
                .contains("a name of 260 characters, and Kafka takes 249 at most: freshet.cdc.public.X-2e-")
                .contains("or shorten freshet.topics.prefix.");
    }

    @Test
    void allOfThemAreTold() {
        assertThat(refusal("a.b_c", "a_b.c", WIDE)).contains(":5:3:", ":6:3:");
    }

    @Test
    void tablesThatDifferOtherwiseAreTaken() {
        RuleSet rules = rules(
                "a.b_c", "a_b.d", "'a.\"b.c\"'", "'a.\"b-c\"'", "'a.\"B_c\"'", "'a.\"" + "x".repeat(50) + " y\"'");

        assertThat(TOPICS.require(rules)).isSameAs(rules);
    }
}
