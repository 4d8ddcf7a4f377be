package dev.freshet.app;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every source table of every pack, changed in every way, all packs together: exactly what hangs on it goes, from both tiers. */
class PacksIT implements ExercisesChanges, MarketChanges {

    @TempDir
    private static Path folder;

    private static PackedRun run;

    @BeforeAll
    static void start() throws Exception {
        run = new PackedRun(folder.resolve("state"), PackedRun.ALL);
    }

    @AfterAll
    static void stop() throws Exception {
        run.close();
    }

    @Override
    public PackedRun run() {
        return run;
    }

    @BeforeEach
    void fill() throws Exception {
        run.execute("DELETE FROM public.ai_response_cache");
        run.settle();
        run.execute(
                """
                INSERT INTO public.ai_response_cache (cache_key, lecture_ids, content_hash)
                SELECT 'other', ARRAY[id], freshet.current_content_hash(ARRAY[id]) FROM public.lectures ORDER BY id LIMIT 1""");
        run.redis().set("ai:response:other", "{}");
    }

    @Test
    void aLectureTakesNothingOfTheOtherPacks() throws Exception {
        run.removes(
                "UPDATE public.lectures SET content = content || '!' WHERE id = (SELECT lecture_ids[1]"
                        + " FROM public.ai_response_cache WHERE cache_key = 'other')",
                "row other",
                "key ai:response:other");
    }
}
