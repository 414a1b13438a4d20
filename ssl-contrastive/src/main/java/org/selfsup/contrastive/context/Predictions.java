package org.selfsup.contrastive.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.loss.DenseCpcLoss;
import org.selfsup.train.Pass;

/** How the two kinds of contrastive predictive coding compare what they predict. */
final class Predictions {

    private static final DenseCpcLoss LOSS = new DenseCpcLoss();

    private Predictions() {}

    static int requireSteps(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("CPC predicts at least 1 step ahead, got " + steps);
        }
        return steps;
    }

    /**
     * The mean loss of all steps, each of which is reported.
     *
     * @param predictors {@code (..., e) -> (..., K d)}, W_1 to W_K
     * @param z codes, {@code (n, t, s, d)}
     * @param c contexts, {@code (n, t, s, e)}
     * @param steps K
     */
    static NDArray loss(Pass pass, Block predictors, NDArray z, NDArray c, int steps) {
        Shape codes = z.getShape();
        if (codes.get(1) <= steps) {
            throw new IllegalArgumentException(
                    "To predict "
                            + steps
                            + " steps ahead CPC needs more than so many, got "
                            + codes.get(1)
                            + "; predict fewer, or show longer samples");
        }
        NDArray p = pass.forward(predictors, c); // (n, t, s, K d)
        NDArray losses = LOSS.steps(z, p.reshape(codes.slice(0, 3).add(steps).add(codes.get(3))));
        float[] each = losses.toFloatArray();
        for (int k = 0; k < steps; k++) {
            pass.report("step_" + (k + 1), each[k]);
        }
        return losses.mean();
    }
}
