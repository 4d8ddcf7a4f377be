package dev.freshet.cache.rows;

import dev.freshet.cache.protocol.Ticket;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fences and epoch as a column holds them: {@code {"epoch", "fences"}}. */
final class TicketJson {

    private static final JsonMapper JSON = new JsonMapper();

    private TicketJson() {}

    static String write(Ticket ticket) {
        return JSON.writeValueAsString(Map.of("epoch", ticket.epoch(), "fences", ticket.fences()));
    }

    /** Whatever else is there is no ticket, and null. */
    static @Nullable Ticket read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            JsonNode json = JSON.readTree(text);
            Map<String, String> fences = new HashMap<>();
            json.path("fences")
                    .properties()
                    .forEach(
                            fence -> fences.put(fence.getKey(), fence.getValue().asString()));
            return new Ticket(json.path("epoch").asString(), fences);
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }
}
