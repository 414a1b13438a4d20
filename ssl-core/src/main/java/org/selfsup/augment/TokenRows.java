package org.selfsup.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/** Room for rows of numbers, an INT64 array {@code (n, t)}. */
final class TokenRows {

    private final Shape shape;
    private final int length;
    private final ByteBuffer memory;
    private final LongBuffer numbers;

    TokenRows(int n, int length) {
        this.length = length;
        shape = new Shape(n, length);
        memory = PictureRows.memory(shape.size() * Long.BYTES);
        numbers = memory.asLongBuffer();
    }

    /** Writes a row: {@code count} numbers, then {@code rest}. Threads may write to other rows. */
    void put(int row, int[] values, int from, int count, long rest) {
        int at = row * length;
        for (int i = 0; i < length; i++) {
            numbers.put(at + i, i < count ? values[from + i] : rest);
        }
    }

    /** Writes a row: {@code count} ones, then zeros. */
    void putMask(int row, int count) {
        int at = row * length;
        for (int i = 0; i < length; i++) {
            numbers.put(at + i, i < count ? 1 : 0);
        }
    }

    /** Shares this memory and keeps it reachable as long as the manager is open. */
    NDArray toArray(NDManager manager) {
        return manager.create(memory.duplicate(), shape, DataType.INT64);
    }
}
