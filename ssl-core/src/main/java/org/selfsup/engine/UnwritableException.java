package org.selfsup.engine;

import java.io.IOException;
import java.nio.file.Path;

/** A file could not be written: most often, the disk is full. */
public final class UnwritableException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * What to do about it.
     *
     * @param file that was to be written
     * @param cause what the system said
     */
    public UnwritableException(Path file, IOException cause) {
        super(
                Troubleshooting.DISK_FULL.of(
                        file
                                + " cannot be written ("
                                + reason(cause)
                                + "): make room on its disk and try again; what was written before"
                                + " is whole"),
                cause);
    }

    /** The first cause: writers of formats hide it behind their own. */
    private static String reason(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : reason(cause);
    }
}
