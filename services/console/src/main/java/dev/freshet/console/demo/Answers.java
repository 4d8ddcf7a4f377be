package dev.freshet.console.demo;

import dev.freshet.cache.Answer;
import dev.freshet.cache.AnswerCache;
import dev.freshet.cache.Computed;

/** Answers questions as an application does that uses the read-side library: it says how to read and how to compute. */
final class Answers {

    private final AnswerCache cache;
    private final SampleModel model;

    Answers(AnswerCache cache, SampleModel model) {
        this.cache = cache;
        this.model = model;
    }

    /** @throws dev.freshet.cache.guards.LoadFailedException if it had to be computed and could not */
    Answered ask(Question question) {
        Answer answer = cache.answer(
                question.asked(),
                source -> Lectures.contents(source.connection(), question.lectures()),
                content -> computed(question.operation(), content));
        return Answered.to(question, answer);
    }

    private Computed computed(Operation operation, String content) {
        Computed priceless = Computed.of(model.answer(operation, content), 0);
        return new Computed(priceless.json(), SampleModel.tokens(priceless.json()));
    }
}
