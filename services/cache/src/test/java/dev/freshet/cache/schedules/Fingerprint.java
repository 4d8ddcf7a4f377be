package dev.freshet.cache.schedules;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides how a run goes on, as a text: two runs with equal ones go on alike. It is read from all fields,
 * so that none can be forgotten, except those that only tell what has been. Values of fences are named in the order in
 * which they are found: which is which matters, not what they are.
 */
final class Fingerprint {

    private static final Set<String> HISTORY = Set.of("choices", "trace", "sent", "made");
    private static final Pattern NONCE = Pattern.compile("(client)?n[0-9]+");
    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            List<Field> fields = new ArrayList<>();
            for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
                for (Field field : each.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers()) && !HISTORY.contains(field.getName())) {
                        field.setAccessible(true);
                        fields.add(field);
                    }
                }
            }
            return fields;
        }
    };

    private final StringBuilder text = new StringBuilder();
    private final Map<String, Integer> nonces = new HashMap<>();
    private final IdentityHashMap<Object, Integer> met = new IdentityHashMap<>();

    private Fingerprint() {}

    static String of(Object... roots) {
        Fingerprint print = new Fingerprint();
        for (Object root : roots) {
            print.add(root);
        }
        return print.text.toString();
    }

    private void add(@Nullable Object value) {
        text.append(' ');
        if (value instanceof String name && NONCE.matcher(name).matches()) {
            text.append('n').append(nonces.computeIfAbsent(name, unseen -> nonces.size()));
        } else if (value == null
                || value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum) {
            text.append(value);
        } else if (value instanceof Change change && met.containsKey(change)) {
            text.append("change ").append(change.id);
        } else if (value instanceof Set<?> set) {
            text.append(set.stream().map(Fingerprint::named).sorted().collect(Collectors.joining(" ", "{", "}")));
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, of) -> sorted.put(key.toString(), of));
            text.append('{');
            sorted.forEach((key, of) -> {
                text.append(key);
                add(of);
            });
            text.append('}');
        } else if (value instanceof Collection<?> all) {
            text.append('[');
            all.forEach(this::add);
            text.append(']');
        } else if (value instanceof Record) {
            addFields(value);
        } else if (met.containsKey(value)) {
            text.append('#').append(met.get(value));
        } else {
            met.put(value, met.size());
            addFields(value);
        }
    }

    private static String named(Object element) {
        return element instanceof Change change ? "change " + change.id : element.toString();
    }

    private void addFields(Object value) {
        text.append(value.getClass().getSimpleName()).append('(');
        for (Field field : FIELDS.get(value.getClass())) {
            text.append(' ').append(field.getName());
            add(read(field, value));
        }
        text.append(')');
    }

    private static @Nullable Object read(Field field, Object value) {
        try {
            return field.get(value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
