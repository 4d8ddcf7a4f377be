package dev.freshet.cache.control;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisScriptingCommands;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/**
 * The Redis that holds the control keys, reached through Lettuce. Calls block until it has answered; exceptions are
 * Lettuce's. Thread-safe.
 */
public final class ControlRedis {

    private static final int RANDOM_BYTES = 8;

    private final ControlKeys keys;
    private final Supplier<? extends RedisScriptingCommands<String, String>> commands;
    private final Supplier<String> random;

    /** @param commands asked for at every use, so that a server that is away at the start can be connected to later */
    public ControlRedis(ControlKeys keys, Supplier<? extends RedisScriptingCommands<String, String>> commands) {
        this(keys, commands, securelyRandom());
    }

    ControlRedis(
            ControlKeys keys,
            Supplier<? extends RedisScriptingCommands<String, String>> commands,
            Supplier<String> random) {
        this.keys = keys;
        this.commands = commands;
        this.random = random;
    }

    ControlKeys keys() {
        return keys;
    }

    List<String> epochs(Collection<String> caches) {
        return caches.stream().distinct().map(keys::epoch).toList();
    }

    /** Runs a script, sent whole: a Redis that comes back empty knows no digests. The random part goes first. */
    String run(Script script, List<String> names, List<String> args) {
        return commands.get()
                .eval(script.text(), ScriptOutputType.VALUE, names.toArray(new String[0]), withRandom(args));
    }

    /** As {@link #run}, for a script that returns several values. */
    List<String> runForList(Script script, List<String> names, List<String> args) {
        return commands.get()
                .eval(script.text(), ScriptOutputType.MULTI, names.toArray(new String[0]), withRandom(args));
    }

    private String[] withRandom(List<String> args) {
        List<String> all = new ArrayList<>(args.size() + 1);
        all.add(random.get());
        all.addAll(args);
        return all.toArray(new String[0]);
    }

    private static Supplier<String> securelyRandom() {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] bytes = new byte[RANDOM_BYTES];
            random.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        };
    }
}
