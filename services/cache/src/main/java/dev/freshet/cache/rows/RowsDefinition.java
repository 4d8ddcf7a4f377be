package dev.freshet.cache.rows;

import dev.freshet.cache.protocol.Filling.Rows;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a cache, as the rules file and the table have them. Names of columns are as PostgreSQL has them; the
 * expressions and {@code fresh} are SQL.
 *
 * @param table such as {@code public.ai_response_cache}, quoted where SQL needs it
 * @param key the column that names a row; it has a unique index
 * @param answer the column of the answer, json or jsonb
 * @param tokens the column of what the answer cost; null when there is none
 * @param fresh the rules' condition over the row's columns: what holds it is current; null when nothing tells
 * @param fences the jsonb column of the fences and the epoch, for a cache without {@code fresh}; null for none
 * @param read columns that tell what the answer was made from, by expressions over the others: taken in the snapshot in
 *     which the content is read, such as {@code content_hash → freshet.current_content_hash(lecture_ids)}
 * @param stamps columns set when a row is stored, by expressions over the others, such as {@code created_at → now()}
 * @param expires the column of the time from which a row is none any more; null when rows do not expire
 */
public record RowsDefinition(
        String table,
        String key,
        String answer,
        @Nullable String tokens,
        @Nullable String fresh,
        @Nullable String fences,
        Map<String, String> read,
        Map<String, String> stamps,
        @Nullable String expires) {

    public RowsDefinition {
        if (fresh != null && fences != null) {
            throw new IllegalArgumentException(table + " is checked by fresh, or by fences, not by both");
        }
        read = Map.copyOf(read);
        stamps = Map.copyOf(stamps);
    }

    /** Of rows that do not expire. */
    public RowsDefinition(
            String table,
            String key,
            String answer,
            @Nullable String tokens,
            @Nullable String fresh,
            @Nullable String fences,
            Map<String, String> read,
            Map<String, String> stamps) {
        this(table, key, answer, tokens, fresh, fences, read, stamps, null);
    }

    /** The same, of rows that are none any more from the time in that column. A NULL there is never. */
    public RowsDefinition expiring(String column) {
        return new RowsDefinition(table, key, answer, tokens, fresh, fences, read, stamps, column);
    }

    /** How its rows are checked. */
    public Rows check() {
        return fresh != null ? Rows.FRESH : fences != null ? Rows.FENCES : Rows.NONE;
    }
}
