package dev.freshet.embedded;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that survived the program that started it: its leash was gone, or is still at work. */
final class LeftOver {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServers.class);

    private LeftOver() {}

    /** The folder is locked by us, so whatever works in it is nobody's. */
    static void end(String name, PidFile pidFile, Stop stop) throws IOException {
        Path folder = pidFile.home();
        ProcessHandle server = pidFile.server().orElse(null);
        if (server != null) {
            stop.run();
            LOG.info("Stopped {} (process {}), which an earlier program had left in {}", name, server.pid(), folder);
        }
    }

    @FunctionalInterface
    interface Stop {
        void run() throws IOException;
    }
}
