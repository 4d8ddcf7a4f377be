package dev.freshet.rules;

import dev.freshet.rules.StaleRule.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A random table, a random source rule over it, and a random change of one row: the true rows, and what PostgreSQL and
 * Debezium tell of them.
 *
 * <p>Columns: {@code id} and {@code code} are not null, {@code name} and {@code ids} (an array) may be, {@code big} may
 * be stored out of line, {@code price} has no one spelling.
 */
final class TellTale {

    private static final TableName TABLE = new TableName("public", "t");
    private static final List<String> COLUMNS = List.of("id", "code", "name", "ids", "big", "price");

    /** DEFAULT has key id, INDEX has key code, FULL has key id, BARE is FULL without a primary key. */
    private enum Identity {
        DEFAULT,
        INDEX,
        FULL,
        BARE
    }

    private final Random random;
    private final Identity identity;
    private final Operation operation;
    private final boolean outOfLine;
    private final Map<String, @Nullable Object> old;
    private final Map<String, @Nullable Object> current;
    private final RandomCondition sourceWhen;
    private final List<RandomCondition> whens = new ArrayList<>();
    private final SourceRule source;

    TellTale(Random random) {
        this.random = random;
        this.identity = pick(Identity.values());
        this.operation = pick(Operation.values());
        this.outOfLine = random.nextBoolean();
        this.old = row();
        this.current = random.nextInt(10) == 0 ? new LinkedHashMap<>(old) : edited(old);
        this.sourceWhen = new RandomCondition(random);
        this.source = source();
    }

    RuleSet rules() {
        return new RuleSet(Map.of(), Map.of(TABLE, source));
    }

    /** What entries can depend on and what truly happened: nothing of the decision's own reasoning. */
    Set<Stale> trulyStale() {
        Set<Stale> stale = new LinkedHashSet<>();
        if (source.on().contains(operation)) {
            for (int i = 0; i < source.stale().size(); i++) {
                StaleRule rule = source.stale().get(i);
                RandomCondition when = whens.get(i);
                if (operation == Operation.TRUNCATE) {
                    stale.add(new StaleCache(rule.cache()));
                } else if (concerned(rule, when)) {
                    rowsThatWereOrAre().stream()
                            .filter(row -> sourceWhen.holds(row) && when.holds(row))
                            .forEach(row -> stale.addAll(named(rule, row)));
                }
            }
        }
        return stale;
    }

    private List<Map<String, @Nullable Object>> rowsThatWereOrAre() {
        return switch (operation) {
            case INSERT -> List.of(current);
            case DELETE -> List.of(old);
            default -> List.of(old, current);
        };
    }

    /** Whether the change tells all that the rule asks for, so that nothing needs to be guessed. */
    boolean tellsAll() {
        boolean spelt = source.stale().stream().noneMatch(rule -> rule.columns().contains("price"));
        boolean tested = sourceWhen.isAboutNothing() && whens.stream().allMatch(RandomCondition::isAboutNothing);
        boolean compared = source.watch().isEmpty() || operation != Operation.UPDATE;
        boolean full = identity == Identity.FULL;
        boolean keyed = key(old).keySet().containsAll(source.templateColumns()) && compared;
        return spelt && (full || operation == Operation.INSERT || operation == Operation.TRUNCATE || (keyed && tested));
    }

    /** As capture publishes it. */
    Change change() {
        return switch (operation) {
            case TRUNCATE -> new Change(TABLE, operation, Map.of(), null, null);
            case INSERT -> new Change(TABLE, operation, key(current), null, current);
            case DELETE -> new Change(TABLE, operation, key(old), before(), null);
            case UPDATE -> update();
        };
    }

    private Change update() {
        boolean told = identity == Identity.FULL || identity == Identity.BARE || !key(old).equals(key(current));
        return new Change(TABLE, operation, key(current), told ? before() : null, after());
    }

    /** Other columns than those of the identity are there, as null. */
    private Map<String, @Nullable Object> before() {
        if (identity == Identity.FULL || identity == Identity.BARE) {
            return old;
        }
        Map<String, @Nullable Object> before = new LinkedHashMap<>();
        COLUMNS.forEach(column -> before.put(column, key(old).get(column)));
        return before;
    }

    private Map<String, @Nullable Object> after() {
        Map<String, @Nullable Object> after = new LinkedHashMap<>(current);
        if (outOfLine && Objects.equals(old.get("big"), current.get("big")) && current.get("big") != null) {
            after.put("big", Change.UNAVAILABLE);
        }
        return after;
    }

    private Map<String, @Nullable Object> key(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> key = new LinkedHashMap<>();
        if (identity != Identity.BARE) {
            String column = identity == Identity.INDEX ? "code" : "id";
            key.put(column, row.get(column));
        }
        return key;
    }

    private boolean concerned(StaleRule rule, RandomCondition when) {
        return operation != Operation.UPDATE
                || source.watch().isEmpty()
                || Stream.of(source.watch(), rule.columns(), sourceWhen.columns(), when.columns())
                        .flatMap(List::stream)
                        .anyMatch(column -> !Objects.equals(old.get(column), current.get(column)));
    }

    /** Slowly: one column after the other, by replacing text. */
    private static List<String> texts(StaleRule rule, Map<String, @Nullable Object> row) {
        List<String> texts = new ArrayList<>(List.of(String.valueOf(rule.template())));
        for (String column : COLUMNS) {
            List<String> filled = new ArrayList<>();
            for (String text : texts) {
                if (!text.contains("{" + column)) {
                    filled.add(text);
                } else if (row.get(column) instanceof List<?> elements) {
                    elements.forEach(element -> filled.add(text.replace("{" + column + "[]}", "" + element)));
                } else if (row.get(column) != null) {
                    filled.add(text.replace("{" + column + "}", "" + row.get(column)));
                }
            }
            texts = filled;
        }
        return texts;
    }

    private static List<Stale> named(StaleRule rule, Map<String, @Nullable Object> row) {
        return rule.template() == null
                ? List.of(new StaleCache(rule.cache()))
                : texts(rule, row).stream().map(text -> named(rule, text)).toList();
    }

    private static Stale named(StaleRule rule, String text) {
        return rule.target() == Target.TAG ? new StaleTag(rule.cache(), text) : new StaleKey(rule.cache(), text);
    }

    private SourceRule source() {
        Set<Operation> on = EnumSet.of(pick(Operation.values()));
        on.add(random.nextInt(3) == 0 ? pick(Operation.values()) : operation);
        List<String> watch = some(COLUMNS, random.nextInt(3));
        List<StaleRule> stale = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            stale.add(stale("c" + random.nextInt(2)));
        }
        return new SourceRule(TABLE, on, watch, List.of(), sourceWhen.parsed(), stale);
    }

    private StaleRule stale(String cache) {
        RandomCondition when = new RandomCondition(random);
        whens.add(when);
        if (random.nextInt(8) == 0) {
            return new StaleRule(cache, Target.CACHE, null, when.parsed());
        }
        StringBuilder template = new StringBuilder("t");
        List<String> columns = random.nextInt(4) == 0
                ? some(COLUMNS, random.nextInt(3))
                : List.of(identity == Identity.INDEX ? "code" : "id");
        columns.forEach(column -> template.append(":{").append(column).append(column.equals("ids") ? "[]}" : "}"));
        return new StaleRule(
                cache,
                random.nextBoolean() ? Target.TAG : Target.KEY,
                Template.parse(template.toString()),
                when.parsed());
    }

    private Map<String, @Nullable Object> row() {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        COLUMNS.forEach(column -> row.put(column, value(column)));
        return row;
    }

    private Map<String, @Nullable Object> edited(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> edited = new LinkedHashMap<>(row);
        some(COLUMNS, 1 + random.nextInt(2)).forEach(column -> edited.put(column, value(column)));
        return edited;
    }

    private @Nullable Object value(String column) {
        boolean none = random.nextInt(4) == 0;
        return switch (column) {
            case "id" -> random.nextInt(5);
            case "code" -> "k" + random.nextInt(5);
            case "ids" -> none ? null : some(List.of("x", "y", "z"), random.nextInt(3));
            case "price" -> random.nextInt(4) / 4.0;
            default -> none ? null : "v" + random.nextInt(3);
        };
    }

    private List<String> some(List<String> all, int count) {
        List<String> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, count));
    }

    private <T> T pick(T[] values) {
        return Arrays.asList(values).get(random.nextInt(values.length));
    }

    @Override
    public String toString() {
        return identity + " " + operation + "\nold " + old + "\nnew " + current + "\nrules " + source + "\nchange "
                + change();
    }
}
