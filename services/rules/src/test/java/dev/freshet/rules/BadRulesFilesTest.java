package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadRulesFilesTest {

    static Stream<Path> bad() {
        return Stream.of("bad", "bad-beyond-schema", "not-yaml").flatMap(folder -> RulesFiles.in(folder).stream());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void isRefusedWithExactlyTheMessagesBesideIt(Path file) {
        String messages = problems(file).stream().map(each -> each + "\n").collect(Collectors.joining());

        assertThat(messages).isEqualTo(RulesFiles.messages(file));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void saysWhereWhatWhyAndHowToMendIt(Path file) {
        assertThat(problems(file)).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.place().file()).isEqualTo(RulesFiles.name(file));
            assertThat(problem.cause()).isNotBlank().doesNotEndWith(".");
            assertThat(problem.remedy()).isNotBlank();
        });
    }

    @Test
    void theMessageOfTheExceptionHoldsAllOfThem() {
        InvalidRulesException refused = catchThrowableOfType(
                InvalidRulesException.class, () -> RulesFile.read("my.yaml", "caches: {c: {}}\nsources: 1\n"));

        assertThat(refused)
                .hasMessage(
                        """
                the rules cannot be obeyed:
                my.yaml:1:10: 'c': the cache has neither rows nor keys. Give it 'rows', 'keys' or both.
                my.yaml:2:10: '1': 'sources' is a mapping of names to values. Write 'name: value' lines, or {name: value}.""");
    }

    private static List<Problem> problems(Path file) {
        InvalidRulesException refused = catchThrowableOfType(
                InvalidRulesException.class, () -> RulesFile.read(RulesFiles.name(file), RulesFiles.text(file)));
        assertThat(refused).as("%s is refused", file.getFileName()).isNotNull();
        return refused.problems();
    }
}
