package dev.freshet.embedded;

import java.util.function.IntConsumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when the broker, written to have a JVM of its own, wants to end ours.
 *
 * <p>It is said at once. While the broker starts, the start fails; while it runs, the program ends in order, its
 * shutdown hooks included; while it stops, nothing happens, as it ends anyway. Kafka's hook is one for the JVM: of
 * several brokers the last one started answers.
 */
final class BrokerExit {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerExit.class);

    private volatile IntConsumer reaction;

    private BrokerExit(Thread starter) {
        this.reaction = status -> starter.interrupt();
    }

    /** To be called by the thread that starts the broker. */
    static BrokerExit beforeStart() {
        BrokerExit exit = new BrokerExit(Thread.currentThread());
        Exit.setExitProcedure(exit::wanted);
        Exit.setHaltProcedure(exit::wanted);
        return exit;
    }

    void started() {
        reaction = BrokerExit::endProgram;
    }

    void stopping() {
        reaction = status -> {};
    }

    private void wanted(int status, @Nullable String message) {
        LOG.error(
                "Kafka cannot go on and wants to end the program with status {}{}",
                status,
                message == null ? "" : ": " + message);
        reaction.accept(status);
    }

    /** On another thread: the hooks stop the broker and wait for the one that called. */
    private static void endProgram(int status) {
        Thread thread = new Thread(() -> System.exit(status), "end after Kafka's failure");
        thread.setDaemon(true);
        thread.start();
    }
}
