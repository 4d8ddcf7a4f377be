package dev.freshet.console.gateway;

import dev.freshet.cache.protocol.Ticket;
import dev.freshet.console.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a caller needs to keep an answer: the question, so that nothing has to be remembered here between lookup and PUT,
 * and the fences and the epoch of then. Not signed: who may keep answers is trusted anyway.
 *
 * @param cache the cache that was asked
 * @param question as it was asked
 * @param ticket null when Redis gave none; then the row may still be stored
 */
record FillTicket(String cache, LookupRequest question, @Nullable Ticket ticket) {

    private static final JsonMapper JSON = new JsonMapper();

    private record Wire(
            @Nullable String cache,
            @Nullable String operation,
            @Nullable List<@Nullable String> lectureIds,
            @Nullable List<@Nullable String> tags,
            @Nullable String params,
            @Nullable String epoch,
            @Nullable Map<String, @Nullable String> fences) {}

    /** For the caller, who has no need to read it. */
    String text() {
        Wire wire = new Wire(
                cache,
                question.operation(),
                question.lectureIds(),
                question.tags(),
                question.params(),
                ticket == null ? null : ticket.epoch(),
                ticket == null ? null : ticket.fences());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(wire));
    }

    /** @throws Problem if it is none of ours */
    static FillTicket read(@Nullable String text) {
        if (text == null) {
            throw Problem.refused("ticket", "the ticket of the lookup that missed is needed");
        }
        try {
            byte[] json = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
            Wire wire = JSON.readValue(json, Wire.class);
            LookupRequest question = new LookupRequest(wire.operation(), wire.lectureIds(), wire.tags(), wire.params());
            if (wire.cache() != null) {
                return new FillTicket(wire.cache(), question, ticket(wire));
            }
        } catch (IllegalArgumentException | JacksonException | NullPointerException e) {
            // told below
        }
        throw Problem.refused("ticket", "this is no ticket; take the one that the lookup gave, as it is");
    }

    @SuppressWarnings("NullAway") // a null fence makes Ticket throw
    private static @Nullable Ticket ticket(Wire wire) {
        return wire.epoch() == null && wire.fences() == null ? null : new Ticket(wire.epoch(), wire.fences());
    }
}
