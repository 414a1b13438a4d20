package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Spreads embeddings over the sphere by the distance of each to its nearest neighbour, an estimate
 * of the differential entropy (Kozachenko-Leonenko).
 *
 * <pre>{@code
 * L = -mean_i log min_{j != i} |z_i - z_j|
 * }</pre>
 *
 * <p>Rows are taken to unit length first. 1e-8 is added to each component of the difference and to
 * the distance, so the loss of equal rows is finite, about 18.
 *
 * <p>Sablayrolles et al. 2019, <a href="https://arxiv.org/abs/1806.03198">Spreading vectors for
 * similarity search</a>; used by DINOv2.
 */
public record KoLeoLoss() {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def evaluate(self, z: Tensor) -> Tensor:
                      fixed = z.detach()
                      own = torch.eye(z.size(0), dtype=11, device=z.device)
                      nearest = (fixed @ fixed.t()).masked_fill(own, -2).argmax(1)
                      gap = z - torch.embedding(z, nearest) + 1e-08
                      return -(torch.linalg_vector_norm(gap, 2, [1]) + 1e-08).log().mean()
                    """);

    /**
     * The mean over the rows.
     *
     * @param z embeddings, {@code (n, d)}, n at least 2
     * @return a scalar
     * @throws IllegalArgumentException if there are fewer than two rows
     */
    public NDArray evaluate(NDArray z) {
        Require.sameRows("KoLeo", 2, z);
        return OPS.apply("evaluate", List.of(Rows.unit(z)));
    }
}
