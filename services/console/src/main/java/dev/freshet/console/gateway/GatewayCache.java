package dev.freshet.console.gateway;

import dev.freshet.cache.AnswerCache;
import dev.freshet.cache.Computed;
import dev.freshet.cache.Kept;
import dev.freshet.cache.Question;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.console.problem.Problem;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the rules as the gateway serves it.
 *
 * @param answers the read side
 * @param questions how to ask it
 * @param hashed whether a content hash tells what an answer was made from
 */
record GatewayCache(AnswerCache answers, Questions questions, boolean hashed) {

    /** The question that a ticket is about; its key is the one in the path. */
    Question question(FillTicket ticket, String key) {
        Question question;
        try {
            question = questions.of(ticket.question());
        } catch (Problem e) {
            throw Problem.refused("ticket", "this is no ticket of a lookup here");
        }
        Ticket fences = ticket.ticket();
        if (!question.key().equals(key)
                || (fences != null && !fences.fences().keySet().equals(new HashSet<>(question.tags())))) {
            throw Problem.refused("ticket", "this ticket is for the answer " + question.key());
        }
        return question;
    }

    /** Keeps an answer where it may be kept. */
    Kept keep(Question question, @Nullable Ticket ticket, @Nullable String contentHash, Computed computed) {
        if (!hashed) {
            return answers.keep(question, ticket, Map.of(), computed);
        }
        if (contentHash == null) {
            throw Problem.refused(
                    "contentHash",
                    "contentHash is needed: freshet.current_content_hash(lecture_ids), read in one statement with the"
                            + " content; it is NULL when a lecture is missing, and such an answer cannot be kept");
        }
        return answers.keep(question, ticket, Map.of("content_hash", Texts.name("contentHash", contentHash)), computed);
    }
}
