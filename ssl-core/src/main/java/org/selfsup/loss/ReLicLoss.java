package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * Contrast whose predictions must not depend on which augmentation was applied, ReLIC.
 *
 * <pre>{@code
 * L = ( H(a) + H(b) ) / 2 + weight ( KL(a || b) + KL(b || a) ) / 2
 * a_i = softmax_j(q1_i . k2_j / t),   b_i = softmax_j(q2_i . k1_j / t),   H(a) = -mean_i log a_ii
 * }</pre>
 *
 * <p>Rows are taken to unit length first. Divergences are means over the rows, and gradients flow
 * through both of their sides. The paper's sums over pairs of augmentations are means here, over
 * the two orders of two views; keys come from the target network, without gradient.
 *
 * <p>Mitrovic et al. 2021, <a href="https://arxiv.org/abs/2010.07922">Representation Learning via
 * Invariant Causal Mechanisms</a>.
 *
 * @param temperature t, positive and finite
 * @param weight the paper's alpha, at least 0
 */
public record ReLicLoss(float temperature, float weight) {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def terms(self, a: Tensor, b: Tensor, w: Tensor) -> List[Tensor]:
                      log_a = torch.log_softmax(a, 1)
                      log_b = torch.log_softmax(b, 1)
                      contrast = -(log_a.diagonal() + log_b.diagonal()).mean() / 2
                      both = (log_a.exp() - log_b.exp()) * (log_a - log_b)
                      invariance = both.sum([1]).mean() / 2
                      return [contrast + w * invariance, contrast, invariance]
                    """);

    /** Checks the parameters. */
    public ReLicLoss {
        Require.positive("ReLIC", "temperature", temperature);
        Require.between("ReLIC", "weight", 0, Double.POSITIVE_INFINITY, weight);
    }

    /**
     * The loss and its parts, scalars.
     *
     * @param loss what is minimised
     * @param contrast the cross entropies
     * @param invariance the divergences, without their weight
     */
    public record Terms(NDArray loss, NDArray contrast, NDArray invariance) {}

    /**
     * The loss over both directions.
     *
     * @param q1 queries of the first view, {@code (n, d)}, n at least 2
     * @param q2 queries of the second view
     * @param k1 keys of the first view
     * @param k2 keys of the second view
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ or there are no negatives
     */
    public NDArray evaluate(NDArray q1, NDArray q2, NDArray k1, NDArray k2) {
        return terms(q1, q2, k1, k2).loss();
    }

    /** The loss with its parts; see {@link #evaluate}. */
    public Terms terms(NDArray q1, NDArray q2, NDArray k1, NDArray k2) {
        Require.sameRows("ReLIC", 2, q1, q2, k1, k2);
        NDArray a = Rows.cosines(q1, k2, temperature);
        NDArray b = Rows.cosines(q2, k1, temperature);
        NDList terms = OPS.call("terms", List.of(a, b), weight);
        return new Terms(terms.get(0), terms.get(1), terms.get(2));
    }
}
