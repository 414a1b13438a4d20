package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Pull-away term: drives the rows of a batch towards right angles.
 *
 * <pre>{@code
 * L = 1/(n (n - 1)) sum_{i != j} cos(h_i, h_j)^2
 * }</pre>
 *
 * <p>Range [0, 1]: 0 where all rows are orthogonal, 1 where all are parallel. A row of zeros is
 * orthogonal to all.
 *
 * <p>Zhao, Mathieu and LeCun 2016, <a href="https://arxiv.org/abs/1609.03126">Energy-based
 * Generative Adversarial Network</a>, section 2.4.
 */
public record PullAwayLoss() {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def evaluate(self, u: Tensor) -> Tensor:
                      cosine = u @ u.t()
                      n = u.size(0)
                      own = torch.diagonal(cosine).square().sum()
                      return (cosine.square().sum() - own) / (n * (n - 1))
                    """);

    /**
     * The mean over all pairs of different rows.
     *
     * @param h {@code (n, d)}, n at least 2
     * @return a scalar
     * @throws IllegalArgumentException if there are fewer than two rows
     */
    public NDArray evaluate(NDArray h) {
        Require.sameRows("The pull-away term", 2, h);
        return OPS.apply("evaluate", List.of(Rows.unit(h)));
    }
}
