package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * Makes the cross-correlation of two views' features the identity.
 *
 * <pre>{@code
 * L = sum_i (1 - C_ii)^2 + weight * sum_{i != j} C_ij^2   (eq. 1),   C = z1^T z2 / n   (eq. 2)
 * }</pre>
 *
 * <p>Each feature is standardised over the batch first, by its biased variance plus 1e-5, so scale
 * and shift of a feature do not matter; a constant one counts as 0. At least 0.
 *
 * <p>Zbontar et al. 2021, <a href="https://arxiv.org/abs/2103.03230">Barlow Twins</a>. Some
 * libraries scale the whole by 0.025; here as in the paper it is not.
 *
 * @param weight the paper's lambda, at least 0; 0.005 in the paper
 */
public record BarlowTwinsLoss(float weight) {

    private static final String NAME = "Barlow Twins";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def terms(self, z1: Tensor, z2: Tensor, w: Tensor) -> List[Tensor]:
                      c = self.standard(z1).t() @ self.standard(z2) / z1.size(0)
                      own = c.diagonal()
                      invariance = (1 - own).square().sum()
                      redundancy = c.square().sum() - own.square().sum()
                      return [invariance + w * redundancy, invariance, redundancy]
                    def standard(self, z: Tensor) -> Tensor:
                      centred = z - z.mean([0], True)
                      return centred * torch.rsqrt(centred.square().mean([0], True) + 1e-05)
                    """);

    /** Checks the weight. */
    public BarlowTwinsLoss {
        Require.between(NAME, "weight", 0, Double.POSITIVE_INFINITY, weight);
    }

    /**
     * The loss and its parts, scalars.
     *
     * @param loss what is minimised
     * @param invariance the sum over the diagonal
     * @param redundancy the sum over all else, without its weight
     */
    public record Terms(NDArray loss, NDArray invariance, NDArray redundancy) {}

    /**
     * The loss of two views.
     *
     * @param z1 embeddings of the first view, {@code (n, d)}, n at least 2
     * @param z2 embeddings of the second view, {@code (n, d)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ or there is one sample only
     */
    public NDArray evaluate(NDArray z1, NDArray z2) {
        return terms(z1, z2).loss();
    }

    /** The loss of two views with its parts; see {@link #evaluate}. */
    public Terms terms(NDArray z1, NDArray z2) {
        Require.sameRows(NAME, 2, z1, z2);
        NDList terms = OPS.call("terms", List.of(z1, z2), weight);
        return new Terms(terms.get(0), terms.get(1), terms.get(2));
    }
}
