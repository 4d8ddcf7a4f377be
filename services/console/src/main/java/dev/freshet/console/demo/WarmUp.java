package dev.freshet.console.demo;

import dev.freshet.cache.Answer;
import dev.freshet.cache.AnswerCache;
import dev.freshet.cache.CacheDefinition;
import dev.freshet.cache.ReadSide;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/**
 * Gives the sample answers their Redis keys at every start, for SQL cannot: looks each up until it comes from Redis. Until
 * the invalidation has begun none does. These lookups are nobody's, and not told to the statistics.
 */
final class WarmUp implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
    private static final long PAUSE = 100;

    private final Lectures lectures;
    private final AnswerRows rows;
    private final Supplier<ReadSide> readSide;
    private final CacheDefinition definition;
    private final Duration patience;

    WarmUp(
            Lectures lectures,
            AnswerRows rows,
            Supplier<ReadSide> readSide,
            CacheDefinition definition,
            Duration patience) {
        this.lectures = lectures;
        this.rows = rows;
        this.readSide = readSide;
        this.definition = definition;
        this.patience = patience;
    }

    @Override
    public void run(ApplicationArguments arguments) throws InterruptedException {
        List<UUID> all = lectures.all().stream().map(LectureText::id).toList();
        long deadline = System.nanoTime() + patience.toNanos();
        int warm = 0;
        int cold = 0;
        try (ReadSide its = readSide.get()) {
            AnswerCache cache = its.cache(definition);
            for (AnswerRow row : rows.about(all)) {
                dev.freshet.cache.Question question = row.current() ? row.question() : null;
                if (question == null) {
                    continue;
                }
                if (isWarm(cache, question, deadline)) {
                    warm++;
                } else {
                    cold++;
                }
            }
        }
        if (cold > 0) {
            log.warn("{} sample answers are not served from Redis yet: it, or the invalidation, is not ready", cold);
        }
        log.info("{} sample answers are served from Redis", warm);
    }

    private static boolean isWarm(AnswerCache cache, dev.freshet.cache.Question question, long deadline)
            throws InterruptedException {
        while (true) {
            Answer answer = cache.lookUp(question).answer();
            if (answer != null && answer.origin() == Answer.Origin.REDIS) {
                return true;
            }
            if (answer == null || System.nanoTime() - deadline >= 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE);
        }
    }
}
