package dev.freshet.console.demo;

import dev.freshet.console.problem.Problem;
import dev.freshet.events.Access.Outcome;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers questions as an application would that caches by hand: Redis, then the table, then the model, each step
 * filling those before it. The read-side library replaces this, and does what this cannot: keep a slow answer from being
 * served after its content has changed.
 */
final class Answers {

    private static final JsonMapper JSON = new JsonMapper();

    private final AnswerKeys keys;
    private final AnswerRows rows;
    private final SampleModel model;
    private final AccessLog accesses;

    Answers(AnswerKeys keys, AnswerRows rows, SampleModel model, AccessLog accesses) {
        this.keys = keys;
        this.rows = rows;
        this.model = model;
        this.accesses = accesses;
    }

    Answered ask(Question question) {
        Answered answered = fromRedis(question).or(() -> fromTable(question)).orElseGet(() -> fromModel(question));
        accesses.add(question, answered);
        return answered;
    }

    /** Puts the key of every current row that has none into Redis; returns how many that were. */
    int warmUp(Iterable<AnswerRow> candidates) {
        int added = 0;
        for (AnswerRow row : candidates) {
            if (row.current() && keys.putIfAbsent(row.cacheKey(), row.answer()) && stillCurrent(row.cacheKey())) {
                added++;
            }
        }
        return added;
    }

    private Optional<Answered> fromRedis(Question question) {
        return keys.find(question.cacheKey()).map(answer -> Answered.to(question, Outcome.redis, answer));
    }

    private Optional<Answered> fromTable(Question question) {
        Optional<AnswerRow> row = rows.current(question.cacheKey());
        row.ifPresent(found -> fill(found.cacheKey(), found.answer()));
        return row.map(found -> Answered.to(question, Outcome.postgres, found.answer()));
    }

    private Answered fromModel(Question question) {
        AnswerRows.Source source = rows.source(question.lectures())
                .orElseThrow(() -> Problem.missing("lectureIds", "there is no such lecture"));
        String answer = JSON.writeValueAsString(model.answer(question.operation(), source.content()));
        if (rows.store(question, answer, SampleModel.tokens(answer), source.hash())) {
            fill(question.cacheKey(), answer);
        }
        return Answered.to(question, Outcome.miss, answer);
    }

    private void fill(String cacheKey, String answer) {
        keys.put(cacheKey, answer);
        stillCurrent(cacheKey);
    }

    /**
     * Looks again after the key was set, and takes it away if its content has changed meanwhile: the invalidation may
     * have come before the key. A change committed after this look finds the key there.
     */
    private boolean stillCurrent(String cacheKey) {
        boolean current = rows.current(cacheKey).isPresent();
        if (!current) {
            keys.remove(cacheKey);
        }
        return current;
    }
}
