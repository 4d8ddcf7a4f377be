package dev.freshet.app.shared;

import dev.freshet.app.settings.Freshet;
import dev.freshet.migration.Pack;
import dev.freshet.refusal.Refusal;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.RulesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The rules of the packs, or of the file that replaces them. */
public final class ActiveRules {

    private ActiveRules() {}

    public static RuleSet of(Freshet freshet) {
        return freshet.rules() == null ? ofPacks(freshet) : ofFile(freshet.rules());
    }

    /** Those of the packs, also where a file replaces them: the packs' migrations are about the same tables. */
    public static RuleSet ofPacks(Freshet freshet) {
        return RuleSet.merge(
                freshet.packs().stream().flatMap(ActiveRules::ofPack).toList());
    }

    /** A pack without rules makes nothing stale. */
    private static Stream<RuleSet> ofPack(String name) {
        String rules = new Pack(name).rules();
        return rules == null ? Stream.empty() : Stream.of(RulesFile.read("pack " + name + ": rules.yaml", rules));
    }

    private static RuleSet ofFile(Path file) {
        try {
            return RulesFile.read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new Refusal(
                    "The rules file " + file.toAbsolutePath() + " cannot be read: " + e,
                    "Name a readable file in freshet.rules, or leave the setting out to use the rules of the packs.");
        }
    }
}
