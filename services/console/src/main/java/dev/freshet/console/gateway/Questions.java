package dev.freshet.console.gateway;

import dev.freshet.cache.Question;
import dev.freshet.console.problem.Problem;

/** Makes questions to one cache of what callers send. */
interface Questions {

    /**
     * The question that a request asks.
     *
     * @throws Problem naming the field that is refused
     */
    Question of(LookupRequest request);
}
