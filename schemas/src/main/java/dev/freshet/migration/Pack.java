package dev.freshet.migration;

import dev.freshet.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Migrations, rules and a rollback for one application domain, in a folder {@code dev/freshet/packs/<name>} of the class
 * path: {@code sql/V…__….sql}, {@code rollback.sql}, where there are any {@code rules.yaml} and {@code roles.sql}.
 */
public record Pack(String name) {

    static final Pack CORE = new Pack("core");
    static final Pack DEMO = new Pack("demo");

    /**
     * @throws Refusal if the class path has no pack of that name
     */
    public Pack {
        if (!name.matches("[a-z][a-z0-9_-]*") || text(name, "rollback.sql") == null) {
            throw new Refusal(
                    "there is no pack '" + name + "'",
                    "name folders of dev/freshet/packs on the class path in freshet.packs, such as: lectures");
        }
    }

    /** The text of its rules file; null for a pack without rules. */
    public @Nullable String rules() {
        return text(name, "rules.yaml");
    }

    /**
     * Plain SQL that makes the roles which its migrations name, safe to run twice, for an admin who may create roles; null
     * for a pack without.
     */
    public @Nullable String roles() {
        return text(name, "roles.sql");
    }

    /** Plain SQL that takes back what its migrations made; to be run in one transaction, safe to run twice. */
    public String rollback() {
        String sql = text(name, "rollback.sql");
        if (sql == null) {
            throw new IllegalStateException("pack " + name + " lost its rollback.sql");
        }
        return sql;
    }

    /** Where Flyway finds its migrations. */
    String location() {
        return "classpath:" + path(name, "sql");
    }

    private static String path(String pack, String file) {
        return "dev/freshet/packs/" + pack + "/" + file;
    }

    private static @Nullable String text(String pack, String file) {
        try (InputStream in = Pack.class.getClassLoader().getResourceAsStream(path(pack, file))) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
