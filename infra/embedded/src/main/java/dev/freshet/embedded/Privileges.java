package dev.freshet.embedded;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How PostgreSQL's programs are run, which refuse to work for root.
 *
 * @param prefix of their command lines
 * @param owner user id that must own their files; {@link #ANYONE} when it is ours anyway
 */
record Privileges(List<String> prefix, int owner) {

    static final int ANYONE = -1;

    private static final int ROOT = 0;
    private static final int NOBODY = 65534;

    static final Privileges ORDINARY = new Privileges(List.of(), ANYONE);

    /** Root's files stay root's, but in a user namespace of their own the programs do not see that. */
    static final Privileges NAMESPACE = new Privileges(List.of("unshare", "-U"), ROOT);

    /** For containers, which may not make namespaces; nobody must be able to reach the folder. */
    static final Privileges DROPPED =
            new Privileges(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY);

    static Privileges detect() {
        if (Platform.isWindows() || !"root".equals(System.getProperty("user.name"))) {
            return ORDINARY;
        }
        return LinuxUtils.isUnshareAvailable() ? NAMESPACE : DROPPED.works() ? DROPPED : ORDINARY;
    }

    private boolean works() {
        try {
            return new ProcessBuilder(Stream.concat(prefix.stream(), Stream.of("true"))
                                    .toList())
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Makes the file or folder, with all in it, belong to whom the programs run as. */
    void own(Path root) throws IOException {
        if (owner == ANYONE || owner(root) == owner) {
            return;
        }
        for (Path path : Tree.deepestFirst(root)) {
            Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** What to look at first when a program failed. */
    String hint() {
        return owner == ANYONE
                ? ""
                : " Started by root, it has the rights of user " + owner + " only: can that one reach the folder?";
    }

    private static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
