package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * Normalised temperature-scaled cross entropy, NT-Xent.
 *
 * <pre>{@code
 * l(i,j) = -log( exp(s_ij / t) / sum_{k != i} exp(s_ik / t) ),   s = cosine similarity   (eq. 1)
 * }</pre>
 *
 * <p>The loss is the mean over the 2n rows of both views. The positive of row i is row i + n (mod
 * 2n); the other 2n - 2 rows are its negatives. Range [0, inf); if all rows are equal it is log(2n
 * - 1). Rows need not be normalised; a row of zeros has similarity 0 with every other.
 *
 * <p>Chen et al. 2020, <a href="https://arxiv.org/abs/2002.05709">A simple framework for
 * contrastive learning of visual representations</a>.
 *
 * @param temperature t, positive and finite; the smaller, the more the nearest negatives count
 */
public record NtXentLoss(float temperature) {

    /**
     * Written into the (2n, 2n) similarities in place: for the nodes of a graph 2n is thousands.
     */
    private static final LossScript OPS =
            new LossScript(
                    """
                    def evaluate(self, z: Tensor, t: Tensor) -> Tensor:
                      rows = z.size(0)
                      s = ((z / t) @ z.t()).fill_diagonal_(float("-inf"))
                      partner = (torch.arange(rows, device=z.device) + rows // 2) % rows
                      return torch.cross_entropy_loss(s, partner, None, 1, -100, 0.)
                    """);

    /** Checks the temperature. */
    public NtXentLoss {
        Require.positive("NT-Xent", "temperature", temperature);
    }

    /**
     * The mean loss of two views.
     *
     * @param z1 embeddings of the first view, {@code (n, d)}, n at least 2
     * @param z2 embeddings of the second view, {@code (n, d)}; row i shows the same sample
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ or there are no negatives
     */
    public NDArray evaluate(NDArray z1, NDArray z2) {
        Require.sameRows("NT-Xent", 2, z1, z2);
        NDArray z = Rows.unit(NDArrays.concat(new NDList(z1, z2))); // (2n, d)
        return OPS.apply("evaluate", List.of(z), temperature);
    }
}
