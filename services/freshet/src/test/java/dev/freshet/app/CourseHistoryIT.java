package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The real history of a course: after each commit exactly the answers whose content changed are gone. */
@EnabledIf(value = "isThere", disabledReason = "the course history ../shared/data/course-history.jsonl.gz is not there")
class CourseHistoryIT {

    static boolean isThere() {
        return Files.isReadable(Course.FILE);
    }

    @Test
    void removesExactlyTheAnswersWhoseContentChanged(@TempDir Path folder) throws Exception {
        try (FreshetProcess freshet = FreshetProcess.start(folder.resolve("state"));
                CourseReplay replay = new CourseReplay(freshet)) {
            Instant start = Instant.now();
            List<Course.Commit> commits = Course.commits();
            for (Course.Commit commit : commits) {
                replay.commit(commit);
                replay.settle();
            }
            replay.settleForGood();
            report(commits, replay, start);
        }
    }

    @Test
    void endsInTheSameStateAfterKillsInTheMiddle(@TempDir Path folder) throws Exception {
        try (FreshetProcess freshet = FreshetProcess.start(folder.resolve("state"));
                CourseReplay replay = new CourseReplay(freshet)) {
            Instant start = Instant.now();
            List<Course.Commit> commits = Course.commits();
            for (int i = 0; i < commits.size(); i++) {
                replay.commit(commits.get(i));
                if (i % 300 == 150) {
                    freshet.kill();
                    freshet.restart();
                    replay.reconnect();
                }
                replay.settle();
            }
            replay.settleForGood();
            report(commits, replay, start);
        }
    }

    private static void report(List<Course.Commit> commits, CourseReplay replay, Instant start) {
        assertThat(replay.removed()).isGreaterThan(commits.size());
        System.out.printf(
                "course history: %d commits in %s, %d answers removed, %d still there%n",
                commits.size(), Duration.between(start, Instant.now()), replay.removed(), replay.alive());
    }
}
