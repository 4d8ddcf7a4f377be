package dev.freshet.cache.schedules;

import java.util.ArrayList;
import java.util.List;

/** Everything of one run. */
final class World {

    /** The bound on staleness, in ticks. */
    static final long BOUND = 4;

    static final String KEY = "key:k";

    final Setting setting;
    final Choices choices;
    final Database database = new Database();
    final ModelRedis redis;
    final List<Change> changes = new ArrayList<>();
    /** Commands whose reply may be lost, so that the driver sends them again. */
    final List<Runnable> sent = new ArrayList<>();

    private final List<String> trace = new ArrayList<>();
    long now = 10;
    String violation = "";
    /** Whether some filler has stored its row. */
    boolean stored;

    World(Setting setting, Choices choices) {
        this.setting = setting;
        this.choices = choices;
        this.redis = new ModelRedis();
        int[][] edits =
                switch (setting.edits()) {
                    case TWICE -> new int[][] {{0, 1}, {0, 2}};
                    case UNDONE -> new int[][] {{0, 1}, {0, 0}};
                    case BOTH -> new int[][] {{0, 1}, {1, 1}};
                };
        for (int[] edit : edits) {
            changes.add(new Change(changes.size(), edit[0], edit[1]));
        }
    }

    /** All that an answer depends on. */
    List<String> tags() {
        if (setting.is(Weakness.KEY_WITHOUT_FENCE)) {
            return List.of("lecture:0", "lecture:1");
        }
        return setting.kind() == Setting.Kind.KEY ? List.of(KEY) : List.of("lecture:0", "lecture:1", KEY);
    }

    /** What the rules make stale by a change. */
    List<String> stale(Change change) {
        return switch (setting.kind()) {
            case TAG -> List.of("lecture:" + change.lecture);
            case WHOLE -> List.of(ModelRedis.EPOCH);
            case KEY -> List.of(KEY);
        };
    }

    /** Joining late is looked for where it can matter: once a row is stored. */
    boolean isTooSoon() {
        return setting.is(Weakness.JOIN_LATE) && !stored;
    }

    /** Whether a Redis that is another than before makes everything in it a miss. */
    boolean raisesEpochs() {
        return !setting.is(Weakness.NO_EPOCHS_RAISED);
    }

    /** Sends a command that may arrive twice. */
    void send(Runnable command) {
        command.run();
        sent.add(command);
    }

    void tell(String what) {
        trace.add(now + ": " + what);
    }

    List<String> trace() {
        return trace;
    }

    /** An answer was served by Redis, or by fences, to a lookup that has just now asked Redis. */
    void served(String who, Content answer, Moment asked) {
        for (int lecture = 0; lecture < 2; lecture++) {
            if (asked.forbids(this, lecture, answer.of(lecture))) {
                fail(who + " got " + answer + " although the invalidation was applied");
            }
            if (asked.isTooOld(this, lecture, answer.of(lecture))) {
                fail(who + " got " + answer + ", older than the bound");
            }
        }
    }

    /** An answer was served by a row that was checked by its hash in the same statement. */
    void servedChecked(String who, Content answer) {
        if (!answer.equals(database.onPrimary())) {
            fail(who + " got " + answer + " from a row, and the content is " + database.onPrimary());
        }
    }

    private void fail(String what) {
        if (violation.isEmpty()) {
            violation = what;
            tell("STALE: " + what);
        }
    }
}
