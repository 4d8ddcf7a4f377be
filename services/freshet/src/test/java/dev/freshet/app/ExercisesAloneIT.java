package dev.freshet.app;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The pack {@code exercises} and no other, not even that of the lectures. */
class ExercisesAloneIT implements ExercisesChanges {

    @TempDir
    private static Path folder;

    private static PackedRun run;

    @BeforeAll
    static void start() throws Exception {
        run = new PackedRun(folder.resolve("state"), List.of("exercises"));
    }

    @AfterAll
    static void stop() throws Exception {
        run.close();
    }

    @Override
    public PackedRun run() {
        return run;
    }
}
