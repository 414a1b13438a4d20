package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.selfsup.engine.Numbers;

/** Arrays read as n rows. */
final class Rows {

    private Rows() {}

    /** (n, ...) to (n): the sum over all axes but the first. */
    static NDArray sum(NDArray x) {
        return x.reshape(x.getShape().get(0), -1).sum(new int[] {1});
    }

    /** (n, d) at unit length; lengths below 1e-12 count as that. */
    static NDArray unit(NDArray x) {
        return x.normalize(2, 1);
    }

    /** Cosines of all pairs of rows over a temperature, (n, d) and (m, d) to (n, m). */
    static NDArray cosines(NDArray x, NDArray y, double temperature) {
        return Numbers.times(unit(x).matMul(unit(y).transpose()), 1 / temperature);
    }
}
