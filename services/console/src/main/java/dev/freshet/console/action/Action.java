package dev.freshet.console.action;

import jakarta.servlet.ServletRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request does, beyond what its method and path tell. Endpoints tell it before they do it; the audit log, which
 * knows who asked and what came of it, writes it down. Immutable.
 *
 * @param facts in the order in which they shall be written; no secrets
 */
public record Action(Map<String, String> facts) {

    private static final String ATTRIBUTE = Action.class.getName();

    public Action {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** Nothing to tell yet. */
    public Action() {
        this(Map.of());
    }

    /** What the request's endpoint has told; no facts if it told none. */
    public static Action of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Action action ? action : new Action();
    }

    /** The action with a fact more, where there is one. */
    public Action with(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(facts);
        more.put(name, value);
        return new Action(more);
    }

    /** Tells it. */
    public void tell(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
