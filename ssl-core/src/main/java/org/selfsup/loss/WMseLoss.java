package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Distance of two views after each is whitened over the batch, which keeps the features from
 * collapsing.
 *
 * <pre>{@code
 * L = mean_i ( 2 - 2 cos(w1_i, w2_i) ),   w = (z - mean) L^-T,   L L^T = (1 - e) Cov(z) + e I
 * }</pre>
 *
 * <p>L is the lower Cholesky factor and Cov divides by n - 1; the gradient flows through both.
 * Range [0, 4]. The paper whitens random sub-batches: the caller shuffles the rows and takes the
 * mean of this loss over sub-batches of more than d rows.
 *
 * <p>Ermolov et al. 2021, <a href="https://arxiv.org/abs/2007.06346">Whitening for Self-Supervised
 * Representation Learning</a>.
 *
 * @param epsilon e, from 0 to 1; 0 in the paper's experiments, some 1e-3 where n is close to d
 */
public record WMseLoss(float epsilon) {

    private static final String NAME = "W-MSE";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def whiten(self, z: Tensor, e: Tensor) -> Tensor:
                      x = z - z.mean([0], True)
                      covariance = x.t() @ x / (z.size(0) - 1)
                      identity = torch.eye(z.size(1), dtype=z.dtype, device=z.device)
                      mixed = (1 - e) * covariance + e * identity
                      lower, info = torch.linalg_cholesky_ex(mixed)
                      if bool(info == 0):
                        w = torch.linalg_solve_triangular(lower, x.t(), upper=False).t()
                      else:
                        w = torch.zeros([0])
                      return w
                    """);

    /** Checks epsilon. */
    public WMseLoss {
        Require.between(NAME, "epsilon", 0, 1, epsilon);
    }

    /**
     * The mean loss of two views.
     *
     * @param z1 embeddings of the first view, {@code (n, d)}, n at least 2, and n above d unless
     *     epsilon is positive
     * @param z2 embeddings of the second view, {@code (n, d)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ or a view cannot be whitened
     */
    public NDArray evaluate(NDArray z1, NDArray z2) {
        Require.sameRows(NAME, 2, z1, z2);
        return new ByolLoss().evaluate(whiten(z1), whiten(z2));
    }

    /**
     * Rows with mean 0 and, if epsilon is 0, with the identity as covariance.
     *
     * @param z {@code (n, d)}
     * @return {@code (n, d)}
     * @throws IllegalArgumentException if the covariance is singular
     */
    public NDArray whiten(NDArray z) {
        Require.sameRows(NAME, 2, z);
        NDArray whitened = OPS.apply("whiten", List.of(z), epsilon);
        Require.that(
                whitened.size() > 0,
                NAME,
                "rows whose covariance is not singular; take more rows or raise epsilon from "
                        + epsilon,
                z);
        return whitened;
    }
}
