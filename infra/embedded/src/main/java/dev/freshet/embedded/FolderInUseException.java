package dev.freshet.embedded;

import java.nio.file.Path;

/** Another running program has its servers in the folder; nothing was started. */
public final class FolderInUseException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Path folder;

    public FolderInUseException(Path folder) {
        super("Another running program keeps its servers in " + folder);
        this.folder = folder;
    }

    public Path folder() {
        return folder;
    }
}
