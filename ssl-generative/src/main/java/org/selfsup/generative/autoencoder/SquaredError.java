package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import org.selfsup.train.Pass;

/** How badly pictures come back, per number. */
final class SquaredError {

    private SquaredError() {}

    /** The mean squared error, a scalar, reported. */
    static NDArray of(Pass pass, NDArray back, NDArray x) {
        if (!back.getShape().equals(x.getShape())) {
            throw new IllegalArgumentException(
                    "The decoder gives "
                            + back.getShape()
                            + " for pictures "
                            + x.getShape()
                            + "; it shall double height and width as often as the encoder halves"
                            + " them, and they shall divide by 2 as often");
        }
        NDArray error = back.sub(x).square().mean();
        pass.report("reconstruction", error);
        return error;
    }
}
