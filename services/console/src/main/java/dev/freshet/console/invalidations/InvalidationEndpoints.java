package dev.freshet.console.invalidations;

import dev.freshet.console.action.Action;
import dev.freshet.console.problem.Problem;
import dev.freshet.events.Command;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/v1/invalidations", produces = MediaType.APPLICATION_JSON_VALUE)
final class InvalidationEndpoints {

    private final InvalidationLog log;
    private final Targets targets;
    private final CommandTopic commands;
    private final Supplier<UUID> ids;

    InvalidationEndpoints(InvalidationLog log, Targets targets, CommandTopic commands, Supplier<UUID> ids) {
        this.log = log;
        this.targets = targets;
        this.commands = commands;
        this.ids = ids;
    }

    @GetMapping
    Latest latest(@RequestParam(defaultValue = "20") int limit) {
        if (limit < 1 || limit > 1000) {
            throw Problem.refused("limit", "limit must be between 1 and 1000, not " + limit);
        }
        return new Latest(log.latest(limit));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Accepted ask(@RequestBody InvalidationRequest wish, HttpServletRequest http) {
        String who = http.getRemoteUser() == null ? "local" : http.getRemoteUser();
        Command command = targets.command(wish, ids.get().toString(), who);
        // told first: a command that Kafka does not acknowledge may arrive all the same
        new Action()
                .with("cache", command.cache())
                .with("target", command.recordKey())
                .with("reason", command.why())
                .with("command", command.id())
                .tell(http);
        commands.publish(command);
        return new Accepted(command.id());
    }

    /** The answer to a GET, newest first. */
    record Latest(List<Outcome> invalidations) {}

    /** The answer to a POST; the outcomes will carry this id as their command's. */
    record Accepted(String id) {}
}
