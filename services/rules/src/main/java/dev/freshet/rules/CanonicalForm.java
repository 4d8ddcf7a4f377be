package dev.freshet.rules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules as text that depends on their meaning alone: everything in one order, every word with its length before it, so
 * that no two meanings have one text.
 */
final class CanonicalForm {

    private final StringBuilder text = new StringBuilder("freshet rules 1");

    CanonicalForm of(RuleSet rules) {
        rules.caches().values().forEach(this::cache);
        rules.sources().values().forEach(this::source);
        return this;
    }

    String sha256() {
        try {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void cache(CacheRule cache) {
        word("cache", cache.name());
        RowsRule rows = cache.rows();
        if (rows != null) {
            word("table", rows.table().toString());
            words("tags", rows.tags().stream().map(Template::toString));
            word("key", rows.key());
            word("fresh", rows.fresh());
            wordIfThere("fences", rows.fences());
        }
        word("keys", text(cache.keys()));
    }

    private void source(SourceRule source) {
        word("source", source.table().toString());
        words("on", source.on().stream().map(Operation::word));
        words("watch", source.watch().stream());
        words("columns", source.columns().stream());
        wordIfThere("when", text(source.when()));
        words("stale", source.stale().stream().map(CanonicalForm::stale));
    }

    private static String stale(StaleRule stale) {
        CanonicalForm form = new CanonicalForm();
        form.word("cache", stale.cache());
        form.word("target", stale.target().name());
        form.word("template", text(stale.template()));
        form.wordIfThere("when", text(stale.when()));
        return form.text.toString();
    }

    private static @Nullable String text(@Nullable Object part) {
        return part == null ? null : part.toString();
    }

    /** Came later than the form: rules without it keep their digest. */
    private void wordIfThere(String name, @Nullable String word) {
        if (word != null) {
            word(name, word);
        }
    }

    private void words(String name, Stream<String> words) {
        Collection<String> sorted = words.distinct().sorted().toList();
        text.append('\n').append(name).append(' ').append(sorted.size());
        sorted.forEach(each -> word("", each));
    }

    private void word(String name, @Nullable String word) {
        text.append('\n').append(name).append(' ');
        text.append(word == null ? "-" : word.length() + ":" + word);
    }
}
