package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a causal Transformer has read so far: the keys and values of every layer, so that a further
 * token costs one pass through itself alone. Without gradient, for one thread.
 */
public final class KeyValueCache implements AutoCloseable {

    private final List<NDArray> layers = new ArrayList<>(); // (2, n, heads, t, d / heads) each
    private int layer;
    private long length;

    /** Nothing is read yet. */
    public KeyValueCache() {}

    /** How many places were read, t. */
    public long length() {
        return length;
    }

    /** Starts a pass through all layers. */
    void begin() {
        layer = 0;
    }

    /** What the layer whose turn it is has read; null if nothing. */
    @Nullable NDArray past() {
        return layer < layers.size() ? layers.get(layer) : null;
    }

    /** Takes what that layer has read now, and goes on to the next. */
    void keep(NDArray now) {
        if (layer < layers.size()) {
            layers.set(layer, now).close();
        } else {
            layers.add(now);
        }
        layer++;
    }

    /** Ends a pass over so many further places. */
    void end(long places) {
        length += places;
    }

    /** Forgets everything. */
    @Override
    public void close() {
        layers.forEach(NDArray::close);
        layers.clear();
        length = 0;
    }
}
