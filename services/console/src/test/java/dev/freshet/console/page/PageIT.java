package dev.freshet.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.console.ConsoleIT;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class PageIT extends ConsoleIT {

    @Test
    void isServedAtTheRoot() {
        assertThat(page()).contains("<title>Freshet console</title>");
    }

    @Test
    void hasNoScriptOrStyleWrittenIntoIt() {
        assertThat(page()).doesNotContainPattern("<script>|<style|\\sstyle=|\\son\\w+=|javascript:|https?://");
    }

    @Test
    void hasEveryFileThatItNames() {
        Set<String> files = files("(?:src|href)=\"(console/[^\"]+)\"", page());
        assertThat(files).contains("console/app.js", "console/style.css");
        files.forEach(this::served);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "app", "course", "health", "invalidations", "session", "today"})
    void hasEveryModuleThatAModuleImports(String module) {
        Set<String> files = files("from \"\\./([^\"]+)\"", served("console/" + module + ".js"));
        assertThat(files).isNotEmpty();
        files.forEach(file -> served("console/" + file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "api", "answer", "course", "dom", "health", "invalidations", "session", "today"})
    void neverReadsATextAsHtml(String module) {
        assertThat(served("console/" + module + ".js"))
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
    }

    private String page() {
        return served("");
    }

    private String served(String path) {
        String body = http.get()
                .uri("/" + path)
                .header(HttpHeaders.ACCEPT, "*/*")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return body == null ? "" : body;
    }

    private static Set<String> files(String pattern, String text) {
        Set<String> files = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            files.add(matcher.group(1));
        }
        return files;
    }
}
