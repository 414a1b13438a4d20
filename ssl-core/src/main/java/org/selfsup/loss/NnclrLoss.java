package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Contrast of a prediction with the nearest neighbour of its other view in a support set.
 *
 * <pre>{@code
 * l_i = -log( exp(nn(z_i) . p_i / t) / sum_j exp(nn(z_i) . p_j / t) )   (eq. 3)
 * }</pre>
 *
 * <p>Rows are taken to unit length first; neighbours are the nearest by cosine and carry no
 * gradient. One direction: the method takes the mean of both ways to assign its views.
 *
 * <p>Dwibedi et al. 2021, <a href="https://arxiv.org/abs/2104.14548">With a Little Help from My
 * Friends</a>.
 *
 * @param temperature t, positive and finite; 0.1 in the paper
 */
public record NnclrLoss(float temperature) {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def nearest(self, z: Tensor, support: Tensor) -> Tensor:
                      return (z.detach() @ support.detach().t()).argmax(1)
                    def rows(self, support: Tensor, index: Tensor) -> Tensor:
                      return torch.embedding(support.detach(), index)
                    """);

    /** Checks the temperature. */
    public NnclrLoss {
        Require.positive("NNCLR", "temperature", temperature);
    }

    /**
     * The mean loss.
     *
     * @param z projections of one view, {@code (n, d)}, n at least 2
     * @param p predictions for the other view, {@code (n, d)}
     * @param support projections of earlier samples, {@code (k, d)}, k at least 1
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray z, NDArray p, NDArray support) {
        Require.sameRows("NNCLR", 2, z, p);
        NDArray index = nearest(z, support);
        NDArray neighbors = OPS.apply("rows", List.of(support, index));
        neighbors.attach(z.getManager());
        return new InfoNceLoss(temperature).evaluate(neighbors, p);
    }

    /**
     * Which row of the support set is nearest to each row, by cosine.
     *
     * @param z {@code (n, d)}
     * @param support {@code (k, d)}
     * @return {@code (n)}, of type INT64
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray nearest(NDArray z, NDArray support) {
        long d = Require.sameRows("NNCLR", 1, z).get(1);
        Require.that(
                Require.sameRows("NNCLR", 1, support).get(1) == d,
                "NNCLR",
                "a support set (k, " + d + ")",
                support);
        return OPS.apply("nearest", List.of(z, Rows.unit(support)));
    }
}
