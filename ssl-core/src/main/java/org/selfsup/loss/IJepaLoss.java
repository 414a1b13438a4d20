package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Distance of predicted features of patches from a target encoder's, I-JEPA.
 *
 * <pre>{@code
 * L = mean over samples, patches and features of  h(s^ - normalised s)
 * h(e) = e^2 / (2 beta) where |e| < beta, else |e| - beta / 2
 * }</pre>
 *
 * <p>The target s of every patch is brought to mean 0 and variance 1 over its features, with
 * epsilon 1e-5, and carries no gradient. At least 0.
 *
 * <p>Assran et al. 2023, <a href="https://arxiv.org/abs/2301.08243">Self-Supervised Learning from
 * Images with a Joint-Embedding Predictive Architecture</a>, section 3. The text has the squared L2
 * distance; the authors' code this smooth L1 distance with beta 1 and the normalisation.
 *
 * @param beta where the square ends, positive; 1 in the authors' code
 */
public record IJepaLoss(float beta) {

    /** The authors' code. */
    public static final IJepaLoss PAPER = new IJepaLoss(1);

    private static final String NAME = "I-JEPA";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def evaluate(self, prediction: Tensor, s: Tensor, beta: Tensor) -> Tensor:
                      target = torch.layer_norm(s.detach(), [s.size(-1)])
                      e = (prediction - target).abs()
                      square = e.square() / (2 * beta)
                      return torch.where(e < beta, square, e - beta / 2).mean()
                    """);

    /** Checks the parameter. */
    public IJepaLoss {
        Require.positive(NAME, "beta", beta);
    }

    /**
     * The mean loss.
     *
     * @param prediction features of the asked patches, {@code (n, m, d)}
     * @param target what the target encoder makes of them, {@code (n, m, d)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ
     */
    public NDArray evaluate(NDArray prediction, NDArray target) {
        Shape shape = Require.sameSamples(NAME, prediction, target);
        Require.that(shape.dimension() == 3, NAME, "features (n, m, d)", prediction, target);
        return OPS.apply("evaluate", List.of(prediction, target), beta);
    }
}
