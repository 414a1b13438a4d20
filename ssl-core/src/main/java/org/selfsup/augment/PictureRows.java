package org.selfsup.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Room for pictures of one size, {@code (rows, h, w, c)}, as an array {@code (rows, c, h, w)}. */
final class PictureRows {

    private final Shape shape;
    private final int height;
    private final int width;
    private final int channels;
    private final ByteBuffer memory;

    PictureRows(int rows, int height, int width, int channels) {
        this.height = height;
        this.width = width;
        this.channels = channels;
        shape = new Shape(rows, height, width, channels);
        memory = memory(shape.size() * Float.BYTES);
    }

    /** Memory that an array can share. */
    static ByteBuffer memory(long bytes) {
        Ranges.require(
                bytes <= Integer.MAX_VALUE,
                "A batch of views takes at most 2 GiB, use a smaller batch",
                bytes + " bytes");
        return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
    }

    /** Copies a picture. Threads may write to other rows. */
    void put(int row, PlanarImage image) {
        if (image.channels() != channels || image.height() != height || image.width() != width) {
            throw new IllegalArgumentException(
                    "A view is "
                            + channels
                            + " x "
                            + height
                            + " x "
                            + width
                            + ", but its transforms made it "
                            + image.channels()
                            + " x "
                            + image.height()
                            + " x "
                            + image.width());
        }
        image.interleave(memory.asFloatBuffer(), row * image.size());
    }

    /** Shares this memory and keeps it reachable as long as the manager is open. */
    NDArray toArray(NDManager manager) {
        NDArray array = manager.create(memory.duplicate(), shape, DataType.FLOAT32);
        return array.transpose(0, 3, 1, 2);
    }
}
