package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.selfsup.engine.Numbers;

/**
 * The identity forward, -weight times the gradient backward: what follows is trained for its loss,
 * what comes before against it.
 *
 * <p>Ganin et al. 2016, <a href="https://arxiv.org/abs/1505.07818">Domain-Adversarial Training of
 * Neural Networks</a>, section 4.2.
 *
 * @param weight the paper's lambda, at least 0
 */
public record GradientReversal(float weight) {

    private static final String NAME = "Gradient reversal";

    /** Checks the weight. */
    public GradientReversal {
        Require.between(NAME, "weight", 0, Double.POSITIVE_INFINITY, weight);
    }

    /**
     * The paper's schedule, from 0 to nearly 1 (section 5.2.2).
     *
     * <pre>{@code weight = 2 / (1 + exp(-gamma progress)) - 1 }</pre>
     *
     * @param progress of the training, from 0 to 1
     * @param gamma how fast, positive; 10 in the paper
     * @return the reversal at that point of the training
     */
    public static GradientReversal at(double progress, double gamma) {
        Require.between(NAME, "progress", 0, 1, progress);
        Require.positive(NAME, "gamma", gamma);
        return new GradientReversal((float) (2 / (1 + Math.exp(-gamma * progress)) - 1));
    }

    /**
     * The same array with its gradient reversed.
     *
     * @param x any array
     * @return an array equal to x
     */
    public NDArray evaluate(NDArray x) {
        NDArray fixed = x.stopGradient();
        return fixed.add(Numbers.times(fixed.sub(x), weight));
    }
}
