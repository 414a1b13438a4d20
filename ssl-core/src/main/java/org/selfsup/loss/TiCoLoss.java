package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * Invariance of two views, away from the directions in which embeddings have piled up.
 *
 * <pre>{@code
 * L = -mean_i z1_i . z2_i + rho mean_i z1_i^T C z1_i,   C = beta C_old + (1 - beta) z1^T z1 / n
 * }</pre>
 *
 * <p>Rows are taken to unit length first. C is an argument and a result: the method keeps it. No
 * gradient flows through C, nor through this batch's part in it. Some libraries add a constant 1.
 *
 * <p>Zhu et al. 2022, <a href="https://arxiv.org/abs/2206.10698">TiCo: Transformation Invariance
 * and Covariance Contrast</a>.
 *
 * @param beta the share of the old covariance that is kept, from 0 to 1; 0.9 in the paper
 * @param rho weight of the covariance contrast, at least 0; 8 in the paper
 */
public record TiCoLoss(float beta, float rho) {

    private static final String NAME = "TiCo";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def terms(self, u: Tensor, v: Tensor, old: Tensor, beta: Tensor,
                        rho: Tensor) -> List[Tensor]:
                      fixed = u.detach()
                      c = beta * old.detach() + (1 - beta) * (fixed.t() @ fixed) / u.size(0)
                      invariance = -(u * v).sum([1]).mean()
                      contrast = ((u @ c) * u).sum([1]).mean()
                      return [invariance + rho * contrast, invariance, contrast, c]
                    """);

    /** Checks the parameters. */
    public TiCoLoss {
        Require.between(NAME, "beta", 0, 1, beta);
        Require.between(NAME, "rho", 0, Double.POSITIVE_INFINITY, rho);
    }

    /**
     * The loss, its parts and the next covariance.
     *
     * @param loss what is minimised
     * @param invariance the negative mean cosine
     * @param contrast the mean of z1^T C z1, without its weight
     * @param covariance C, {@code (d, d)}, without gradient
     */
    public record Terms(NDArray loss, NDArray invariance, NDArray contrast, NDArray covariance) {}

    /**
     * The loss of two views.
     *
     * @param z1 embeddings of the first view, {@code (n, d)}
     * @param z2 embeddings of the second view, {@code (n, d)}
     * @param covariance the C before this batch, {@code (d, d)}; zeros at first
     * @return the loss, its parts and C after this batch
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public Terms evaluate(NDArray z1, NDArray z2, NDArray covariance) {
        long d = Require.sameRows(NAME, 1, z1, z2).get(1);
        Require.that(
                Require.is(covariance, d, d),
                NAME,
                "a covariance (" + d + ", " + d + ") for embeddings of " + d,
                covariance);
        NDList terms =
                OPS.call("terms", List.of(Rows.unit(z1), Rows.unit(z2), covariance), beta, rho);
        return new Terms(terms.get(0), terms.get(1), terms.get(2), terms.get(3));
    }
}
