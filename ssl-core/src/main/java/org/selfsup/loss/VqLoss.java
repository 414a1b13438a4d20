package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Quantisation of vectors to their nearest codes, and what draws the two together (VQ-VAE).
 *
 * <pre>{@code
 * L = mean (sg[z] - e)^2 + beta mean (z - sg[e])^2   (eq. 3, second and third term)
 * }</pre>
 *
 * <p>sg holds its argument constant, e is the nearest code to z, the first of equally near ones.
 * The means are over all numbers, as in the authors' code; some libraries sum. The quantised
 * vectors are straight-through: equal to e, with z's gradient. A codebook that {@link CodebookEma}
 * moves takes the commitment alone.
 *
 * <p>van den Oord et al. 2017, <a href="https://arxiv.org/abs/1711.00937">Neural Discrete
 * Representation Learning</a>.
 *
 * @param beta weight of the commitment, at least 0; 0.25 in the paper
 */
public record VqLoss(float beta) {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def nearest(self, z: Tensor, codebook: Tensor) -> Tensor:
                      rows = z.detach().reshape(-1, z.size(-1))
                      e = codebook.detach()
                      distance = e.square().sum([1]) - 2 * (rows @ e.t())
                      return distance.argmin(1).reshape(z.size()[:-1])
                    def terms(self, z: Tensor, codebook: Tensor, beta: Tensor) -> List[Tensor]:
                      index = self.nearest(z, codebook)
                      e = torch.embedding(codebook, index)
                      code = (e - z.detach()).square().mean()
                      commitment = (z - e.detach()).square().mean()
                      quantized = e.detach() + (z - z.detach())
                      return [code + beta * commitment, code, commitment, quantized, index]
                    """);

    /** Checks the weight. */
    public VqLoss {
        Require.between("VQ", "beta", 0, Double.POSITIVE_INFINITY, beta);
    }

    /**
     * The loss, its parts and the quantised vectors.
     *
     * @param loss what is minimised, a scalar
     * @param codebook the term that moves codes, a scalar
     * @param commitment the term that moves vectors, a scalar without its weight
     * @param quantized codes in place of vectors, {@code (..., d)}, straight-through
     * @param indices which code each vector got, {@code (...)} of type INT64
     */
    public record Terms(
            NDArray loss,
            NDArray codebook,
            NDArray commitment,
            NDArray quantized,
            NDArray indices) {}

    /**
     * Quantises vectors.
     *
     * @param z vectors, {@code (..., d)}
     * @param codebook codes, {@code (k, d)}
     * @return the loss, its parts and the quantised vectors
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public Terms evaluate(NDArray z, NDArray codebook) {
        check(z, codebook);
        NDList terms = OPS.call("terms", List.of(z, codebook), beta);
        return new Terms(terms.get(0), terms.get(1), terms.get(2), terms.get(3), terms.get(4));
    }

    private static void check(NDArray z, NDArray codebook) {
        Shape codes = codebook.getShape();
        Require.that(
                z.getShape().dimension() > 1
                        && z.size() > 0
                        && codes.dimension() == 2
                        && codes.get(0) > 0
                        && codes.get(1) == z.getShape().getLastDimension(),
                "VQ",
                "vectors (..., d) and codes (k, d)",
                z,
                codebook);
    }
}
