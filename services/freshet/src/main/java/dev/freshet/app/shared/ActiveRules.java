package dev.freshet.app.shared;

import dev.freshet.app.settings.Freshet;
import dev.freshet.refusal.Refusal;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.RulesFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The rules of the packs, or of the file that replaces them. */
final class ActiveRules {

    private ActiveRules() {}

    static RuleSet of(Freshet freshet) {
        return freshet.rules() == null
                ? RuleSet.merge(
                        freshet.packs().stream().map(ActiveRules::ofPack).toList())
                : ofFile(freshet.rules());
    }

    private static RuleSet ofPack(String pack) {
        String name = "dev/freshet/packs/" + pack + "/rules.yaml";
        try (InputStream in = RuleSet.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new Refusal(
                        "There is no pack '" + pack + "' (setting freshet.packs).",
                        "Use packs that this version brings; the default is lectures.");
            }
            return RulesFile.read(
                    "pack " + pack + ": rules.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
