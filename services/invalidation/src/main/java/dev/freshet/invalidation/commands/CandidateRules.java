package dev.freshet.invalidation.commands;

import dev.freshet.events.Topics;
import dev.freshet.refusal.Refusal;
import dev.freshet.rules.InvalidRulesException;
import dev.freshet.rules.Problem;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.RulesFile;
import dev.freshet.rules.SourceTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;

/** The rules that a command is about: those of files, or the active ones. */
final class CandidateRules {

    private final ObjectProvider<RuleSet> active;
    private final ObjectProvider<Topics> topics;

    CandidateRules(ObjectProvider<RuleSet> active, ObjectProvider<Topics> topics) {
        this.active = active;
        this.topics = topics;
    }

    /**
     * Reads them.
     *
     * @param files none for the active rules
     * @throws InvalidRulesException with what is wrong in any of the files
     */
    RuleSet of(List<Path> files) {
        return files.isEmpty() ? active() : new SourceTopics(topics.getObject()).require(ofFiles(files));
    }

    private RuleSet active() {
        try {
            return active.getObject();
        } catch (BeansException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof InvalidRulesException invalid) {
                    throw invalid;
                }
            }
            throw e;
        }
    }

    private static RuleSet ofFiles(List<Path> files) {
        List<RuleSet> sets = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                sets.add(RulesFile.read(file.toString(), Files.readString(file)));
            } catch (InvalidRulesException e) {
                problems.addAll(e.problems());
            } catch (IOException e) {
                throw new Refusal(
                        "The rules file " + file.toAbsolutePath() + " cannot be read: " + e,
                        "Name a readable file with --rules, or leave it out for the active rules.");
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidRulesException(problems);
        }
        return RuleSet.merge(sets);
    }
}
