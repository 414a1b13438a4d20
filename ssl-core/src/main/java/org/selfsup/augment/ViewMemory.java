package org.selfsup.augment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory that the views of a batch are written to and arrays share. */
final class ViewMemory {

    private ViewMemory() {}

    /** Room for so many floats. */
    static ByteBuffer allocate(long values) {
        long bytes = values * Float.BYTES;
        Ranges.require(
                bytes <= Integer.MAX_VALUE,
                "A batch of views takes at most 2 GiB, use a smaller batch",
                bytes + " bytes");
        return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
    }
}
