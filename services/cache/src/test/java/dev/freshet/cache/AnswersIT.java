package dev.freshet.cache;

/** On one node: 6.2 embedded, or the Redis of {@code -Dfreshet.servers=docker}. */
class AnswersIT extends AnswersContract {

    AnswersIT() {
        super(new Stage());
    }
}
