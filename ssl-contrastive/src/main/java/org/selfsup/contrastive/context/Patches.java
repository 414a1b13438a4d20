package org.selfsup.contrastive.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import org.selfsup.encoder.BatchNorm;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Numbers;

/** Patches of pictures, patch j of sample i at row {@code i s + j}. */
final class Patches {

    private Patches() {}

    /**
     * How many samples a batch shows.
     *
     * @param method that asks
     * @param views one array {@code (n s, c, p, p)}
     * @param each s, patches of every sample
     */
    static int samples(String method, NDList views, int each) {
        if (views.size() != 1
                || views.head().getShape().dimension() != 4
                || views.head().size(0) % each != 0) {
            throw new IllegalArgumentException(
                    method
                            + " sees "
                            + each
                            + " patches of every picture, one array (n "
                            + each
                            + ", c, p, p), got "
                            + Arrays.toString(views.getShapes()));
        }
        return (int) (views.head().size(0) / each);
    }

    /** What every patch goes through after the encoder, {@code (m, d)} to {@code (m, units)}. */
    static Sequence projector(int units) {
        return new Sequence()
                .add("linear", Layers.linear(units, false))
                .add("bn", new BatchNorm())
                .add("relu", Layers.reluInPlace());
    }

    /** Row {@code rows[i]} at place i; the gradient flows through. */
    static NDArray take(NDArray array, long[] rows) {
        try (NDArray index = Numbers.of(array.getManager(), rows)) {
            return array.get(index);
        }
    }
}
