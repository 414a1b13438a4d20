package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Keeps units off most of the time: the divergence of their mean activations from a small one.
 *
 * <pre>{@code
 * weight sum_j ( rho log(rho / r_j) + (1 - rho) log((1 - rho) / (1 - r_j)) ),   r_j = mean_i h_ij
 * }</pre>
 *
 * <p>In nats, at least 0. The mean is over the batch at hand, so small batches are noisy; means
 * within 1e-6 of 0 or 1 count as that far away, where the gradient ends.
 *
 * <p>Ng 2011, "Sparse Autoencoder", CS294A lecture notes, Stanford University, section 3.
 *
 * @param rho wanted mean activation, above 0 and below 1; 0.05 in the notes
 * @param weight of the penalty, the notes' beta, at least 0
 */
public record SparsityPenalty(float rho, float weight) {

    private static final String NAME = "The sparsity penalty";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def divergence(self, mean: Tensor, rho: Tensor, weight: Tensor) -> Tensor:
                      r = mean.clamp(1e-06, 0.999999)
                      on = rho * (torch.log(rho) - torch.log(r))
                      off = (1 - rho) * (torch.log1p(-rho) - torch.log1p(-r))
                      return weight * (on + off).sum()
                    """);

    /** Checks the parameters. */
    public SparsityPenalty {
        if (!(rho > 0 && rho < 1)) {
            throw new IllegalArgumentException(
                    NAME + " needs a rho above 0 and below 1, got " + rho);
        }
        Require.between(NAME, "weight", 0, Double.POSITIVE_INFINITY, weight);
    }

    /**
     * The penalty.
     *
     * @param h activations from 0 to 1, such as a sigmoid's, {@code (n, d)}
     * @return a scalar
     * @throws IllegalArgumentException if there are none, or their means are not from 0 to 1
     */
    public NDArray evaluate(NDArray h) {
        Require.sameRows(NAME, 1, h);
        NDArray mean = h.mean(new int[] {0}); // (d)
        float least = mean.min().getFloat();
        float most = mean.max().getFloat();
        if (!(least >= 0 && most <= 1)) {
            throw new IllegalArgumentException(
                    NAME
                            + " needs activations from 0 to 1, such as those of a sigmoid, got"
                            + " means from "
                            + least
                            + " to "
                            + most);
        }
        return OPS.apply("divergence", List.of(mean), rho, weight);
    }
}
