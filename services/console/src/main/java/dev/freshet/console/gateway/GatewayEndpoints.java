package dev.freshet.console.gateway;

import dev.freshet.cache.Answer;
import dev.freshet.cache.Computed;
import dev.freshet.cache.Kept;
import dev.freshet.cache.Lookup;
import dev.freshet.cache.Question;
import dev.freshet.console.action.Action;
import dev.freshet.console.problem.Problem;
import dev.freshet.events.Access;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(
        path = "/v1/caches/{cache}",
        produces = MediaType.APPLICATION_JSON_VALUE,
        consumes = MediaType.APPLICATION_JSON_VALUE)
final class GatewayEndpoints {

    /** Escaped in JSON, and not the six characters that say so: no odd backslash before. */
    private static final Pattern NUL = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\u0000");

    private final GatewayCaches caches;
    private final int largest;

    GatewayEndpoints(GatewayCaches caches, int largest) {
        this.caches = caches;
        this.largest = largest;
    }

    @PostMapping("/lookups")
    LookupReply lookUp(@PathVariable String cache, @RequestBody LookupRequest request) {
        GatewayCache asked = caches.named(cache);
        Question question = asked.questions().of(request);
        Lookup found = asked.answers().lookUp(question);
        Answer answer = found.answer();
        if (answer == null) {
            String ticket = new FillTicket(cache, request, found.ticket()).text();
            return new LookupReply(Access.Outcome.miss, question.key(), null, ticket);
        }
        Access.Outcome outcome =
                answer.origin() == Answer.Origin.REDIS ? Access.Outcome.redis : Access.Outcome.postgres;
        return new LookupReply(outcome, question.key(), answer.json(), null);
    }

    @PutMapping("/answers/{key}")
    @ResponseStatus(HttpStatus.CREATED)
    Stored keep(
            @PathVariable String cache,
            @PathVariable String key,
            @RequestBody KeepRequest request,
            HttpServletRequest http) {
        GatewayCache asked = caches.named(cache);
        FillTicket ticket = FillTicket.read(request.ticket());
        if (!ticket.cache().equals(cache)) {
            throw Problem.refused("ticket", "this ticket is for cache " + ticket.cache());
        }
        Question question = asked.question(ticket, key);
        Computed computed = computed(request);
        new Action()
                .with("cache", cache)
                .with("operation", question.operation())
                .with("key", key)
                .tell(http);
        return stored(asked.keep(question, ticket.ticket(), request.contentHash(), computed));
    }

    private Computed computed(KeepRequest request) {
        @Nullable String answer = request.answer();
        if (answer == null) {
            throw Problem.refused("answer", "answer is needed, JSON of any kind but null");
        }
        if (answer.length() > largest) {
            throw Problem.refused("answer", "answer is longer than %d characters".formatted(largest));
        }
        if (NUL.matcher(answer).find()) {
            throw Problem.refused("answer", "answer holds the character \\u0000, which PostgreSQL cannot keep");
        }
        long tokens = request.tokensUsed() == null ? 0 : request.tokensUsed();
        if (tokens < 0 || tokens > Integer.MAX_VALUE) {
            throw Problem.refused("tokensUsed", "tokensUsed must be 0 to %d".formatted(Integer.MAX_VALUE));
        }
        return new Computed(answer, tokens);
    }

    private static Stored stored(Kept kept) {
        List<String> stored = new ArrayList<>();
        if (kept.row()) {
            stored.add("postgres");
        }
        if (kept.key()) {
            stored.add("redis");
        }
        if (stored.isEmpty()) {
            throw Problem.conflict("nothing was stored: what the answer was made from has changed since the lookup, or"
                    + " neither PostgreSQL nor Redis takes it now; look up again, read again, compute again");
        }
        return new Stored(stored);
    }
}
