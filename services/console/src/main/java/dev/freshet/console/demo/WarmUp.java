package dev.freshet.console.demo;

import io.lettuce.core.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/** Gives the sample answers their Redis keys at every start, for SQL cannot. */
final class WarmUp implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

    private final Lectures lectures;
    private final AnswerRows rows;
    private final Answers answers;

    WarmUp(Lectures lectures, AnswerRows rows, Answers answers) {
        this.lectures = lectures;
        this.rows = rows;
        this.answers = answers;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        try {
            int added = answers.warmUp(
                    rows.about(lectures.all().stream().map(LectureText::id).toList()));
            log.info("{} sample answers got their Redis keys", added);
        } catch (RedisException e) {
            log.warn("The sample answers have no Redis keys yet, for Redis does not answer: {}", e.getMessage());
        }
    }
}
