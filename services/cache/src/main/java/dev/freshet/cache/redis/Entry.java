package dev.freshet.cache.redis;

import dev.freshet.cache.protocol.Ticket;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An entry as Redis has it: {@code {"epoch", "fences", "tokensUsed", "answer"}}, in any order.
 *
 * @param ticket what it was filled under
 * @param answer JSON
 * @param tokensUsed what the answer cost; 0 when nobody said
 */
public record Entry(Ticket ticket, String answer, long tokensUsed) {

    private static final JsonFactory JSON = new JsonFactory();

    String json() {
        StringWriter text = new StringWriter(answer.length() + 256);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("epoch", ticket.epoch());
            json.writeObjectPropertyStart("fences");
            ticket.fences().forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeNumberProperty("tokensUsed", tokensUsed);
            json.writeName("answer");
            json.writeRawValue(answer);
            json.writeEndObject();
        }
        return text.toString();
    }

    /** Reads an entry; whatever else somebody has put there is none, and null. */
    static @Nullable Entry read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            return json.nextToken() == JsonToken.START_OBJECT ? read(json, text) : null;
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Entry read(JsonParser json, String text) {
        String epoch = null;
        Map<String, String> fences = Map.of();
        String answer = null;
        long tokens = 0;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "epoch" -> epoch = json.getString();
                case "fences" -> fences = fences(json);
                case "answer" -> answer = slice(json, text);
                case "tokensUsed" -> tokens = json.getLongValue();
                default -> json.skipChildren();
            }
        }
        return epoch == null || answer == null ? null : new Entry(new Ticket(epoch, fences), answer, tokens);
    }

    private static Map<String, String> fences(JsonParser json) {
        Map<String, String> fences = new HashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String tag = json.currentName();
            json.nextToken();
            fences.put(tag, json.getString());
        }
        return fences;
    }

    /** The value as it was written, without a tree of it. */
    private static String slice(JsonParser json, String text) {
        int from = Math.toIntExact(json.currentTokenLocation().getCharOffset());
        json.skipChildren();
        json.finishToken();
        int to = Math.toIntExact(json.currentLocation().getCharOffset());
        return text.substring(from, to).strip();
    }
}
