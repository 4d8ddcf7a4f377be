package dev.freshet.invalidation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.events.Invalidation;
import dev.freshet.invalidation.changes.Cause;
import dev.freshet.invalidation.changes.Effect;
import dev.freshet.invalidation.changes.Origin;
import dev.freshet.invalidation.keys.RedisKeys;
import dev.freshet.invalidation.rows.StaleRows;
import dev.freshet.rules.StaleKey;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrphansIT extends OnStage {

    @Test
    void aKeyThatIsSetAnewAfterTheLookStays() {
        UUID lecture = course.lecture();
        String key = UUID.randomUUID().toString();
        stage.redis().set(stage.redisKey(key), "of the deleted row");
        RedisKeys keys = new RedisKeys(stage::redisConnection);

        Orphans orphans = orphans(key, keys);
        course.answer(key, lecture);
        stage.redis().set(stage.redisKey(key), "of the new row");

        assertThat(keys.removeUnchanged(orphans.leftOf("ai-responses"))).isEmpty();
        assertThat(stage.redis().get(stage.redisKey(key))).isEqualTo("of the new row");
    }

    @Test
    void aKeyThatNobodyTouchedGoes() {
        String key = UUID.randomUUID().toString();
        stage.redis().set(stage.redisKey(key), "of the deleted row");
        RedisKeys keys = new RedisKeys(stage::redisConnection);

        assertThat(keys.removeUnchanged(orphans(key, keys).leftOf("ai-responses")))
                .containsExactly(stage.redisKey(key));
    }

    @Test
    void aKeyThatSomethingElseMadeStaleTooIsNone() {
        String key = UUID.randomUUID().toString();
        RedisKeys keys = new RedisKeys(stage::redisConnection);

        Orphans orphans = Orphans.among(
                List.of(effect(key, "public.ai_response_cache"), effect(key, "public.lectures")),
                stage.rules,
                new StaleRows(course.dataSource),
                keys);

        assertThat(orphans.all()).isEmpty();
        assertThat(orphans.others("ai-responses", List.of(stage.redisKey(key)))).hasSize(1);
    }

    private Orphans orphans(String key, RedisKeys keys) {
        return Orphans.among(
                List.of(effect(key, "public.ai_response_cache")), stage.rules, new StaleRows(course.dataSource), keys);
    }

    private Effect effect(String key, String table) {
        Cause cause = new Cause(
                new Origin("topic", "id", 0, 0), new Invalidation.Change(table, "delete", null, null, null), null);
        return new Effect(
                cause, Set.of(new StaleKey("ai-responses", stage.redisKey(key))), Set.of("ai-responses"), null, null);
    }
}
