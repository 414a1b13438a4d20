package org.selfsup.engine;

import java.util.Locale;

/**
 * The sections of {@code docs/troubleshooting.md}. A message that a section says more about ends by
 * pointing to it; anchors, once published, stay.
 */
public enum Troubleshooting {
    /** The command line names what is not there. */
    UNKNOWN_NAME,
    /** A signal ended training. */
    INTERRUPTED,
    /** A directory holds a run of other settings or data. */
    ANOTHER_RUN,
    /** Two processes want one run directory. */
    RUN_IN_USE,
    /** A file could not be written. */
    DISK_FULL,
    /** Neither Java nor libtorch found memory. */
    OUT_OF_MEMORY,
    /** libtorch is missing or does not start. */
    NO_NATIVE_LIBRARY,
    /** A file is cut short or otherwise not what its name says. */
    DAMAGED_FILE,
    /** A data set has nothing to learn from. */
    EMPTY_DATA,
    /** There are no two classes to tell apart. */
    NOTHING_TO_PROBE,
    /** A batch does not fit the data or the network. */
    BATCH_SIZE,
    /** Data or a loss are not finite. */
    NOT_A_NUMBER;

    /** The section's anchor in the page, such as {@code another-run}. */
    public String anchor() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A message that ends by pointing here. */
    public String of(String message) {
        return message + " (see docs/troubleshooting.md#" + anchor() + ")";
    }
}
