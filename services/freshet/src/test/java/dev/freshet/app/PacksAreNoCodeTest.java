package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The engine serves tables that it has never heard of. */
class PacksAreNoCodeTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern TABLE =
            Pattern.compile("CREATE (?:TABLE|MATERIALIZED VIEW|VIEW) (?:freshet|public)\\.(\\w+)");

    @Test
    void noJavaNamesATableOfExercisesOrMarket() throws IOException {
        List<String> tables =
                Stream.concat(tables("exercises"), tables("market")).toList();
        assertThat(tables)
                .contains("exercise_cache", "user_contexts", "quantum_api_cache", "top_picks_runs")
                .hasSize(14);

        List<Path> sources = sources();
        assertThat(sources).hasSizeGreaterThan(200);
        for (Path source : sources) {
            assertThat(Files.readString(source)).as(source.toString()).doesNotContain(tables);
        }
    }

    private static Stream<String> tables(String pack) throws IOException {
        Path sql = ROOT.resolve("schemas/src/main/resources/dev/freshet/packs/" + pack + "/sql");
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(sql)) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        return TABLE.matcher(all).results().map((MatchResult table) -> table.group(1));
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path module : modules()) {
            Path java = module.resolve("src/main/java");
            if (Files.isDirectory(java)) {
                try (Stream<Path> files = Files.walk(java)) {
                    files.filter(Files::isRegularFile).forEach(sources::add);
                }
            }
        }
        return sources;
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> services = Files.list(ROOT.resolve("services"));
                Stream<Path> infra = Files.list(ROOT.resolve("infra"))) {
            return Stream.of(Stream.of(ROOT.resolve("schemas")), services, infra)
                    .flatMap(those -> those)
                    .toList();
        }
    }
}
