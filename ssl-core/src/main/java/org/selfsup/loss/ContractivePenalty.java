package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;
import org.selfsup.engine.Numbers;

/**
 * Keeps an encoder's code from changing with its input: the squared length of its Jacobian.
 *
 * <pre>{@code
 * weight mean_i |J_f(x_i)|_F^2 = weight mean_i sum_jk (d h_j(x_i) / d x_ik)^2
 * h = sigmoid(W x + b):   |J|_F^2 = sum_j (h_j (1 - h_j))^2 sum_k W_jk^2
 * any f:                  |J|_F^2 = E_v |v' J|^2,   v of independent entries, mean 0, variance 1
 * }</pre>
 *
 * <p>At least 0. Differentiable in the encoder's parameters; for any encoder by second derivatives,
 * and no gradient reaches its input. One direction a sample is an unbiased estimate that costs one
 * backward pass, where all d rows of the Jacobian would cost d.
 *
 * <p>Rifai et al. 2011, "Contractive Auto-Encoders: Explicit Invariance During Feature Extraction",
 * sections 2 and 5; the estimate is Hutchinson's of a trace.
 *
 * @param weight the paper's lambda, at least 0
 */
public record ContractivePenalty(float weight) {

    private static final String NAME = "The contractive penalty";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def layer(self, h: Tensor, w: Tensor, weight: Tensor) -> Tensor:
                      slope = (h * (1 - h)).square()
                      return weight * (slope @ w.square().sum([1])).mean()
                    """);

    /** Checks the weight. */
    public ContractivePenalty {
        Require.between(NAME, "weight", 0, Double.POSITIVE_INFINITY, weight);
    }

    /**
     * The penalty of one linear layer and a sigmoid.
     *
     * @param h what it gives, {@code (n, d)}
     * @param w its weight W, {@code (d, k)} for inputs of k numbers
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray h, NDArray w) {
        long d = Require.sameRows(NAME, 1, h).get(1);
        Require.that(
                w.getShape().dimension() == 2 && w.getShape().get(0) == d,
                NAME,
                "activations (n, d) and a weight (d, k)",
                h,
                w);
        return OPS.apply("layer", List.of(h, w), weight);
    }

    /**
     * An estimate of the penalty of any encoder. Works whatever the thread's gradient mode.
     *
     * @param encoder from {@code (n, ...)} to {@code (n, d)}, each sample by itself
     * @param x samples, {@code (n, ...)}
     * @param directions v, {@code (n, d)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit, or the encoder is not
     *     differentiable
     */
    public NDArray evaluate(UnaryOperator<NDArray> encoder, NDArray x, NDArray directions) {
        Require.that(x.getShape().dimension() > 1 && x.size() > 0, NAME, "samples (n, ...)", x);
        NDArray lengths =
                InputGradient.norms(NAME, y -> along(encoder.apply(y), directions), x); // (n)
        return Numbers.times(lengths.square().mean(), weight);
    }

    private static NDArray along(NDArray h, NDArray directions) {
        Require.sameRows(NAME, 1, h, directions);
        return Rows.sum(h.mul(directions));
    }
}
