package org.selfsup.loss;

import ai.djl.ndarray.NDArray;

/**
 * Decoupled contrast, {@link DclLoss}, that weighs positives by how far apart they are.
 *
 * <pre>{@code
 * l_i = -w_i s(u_i, v_i) / t + log sum_{j != i} ( ... ),   w_i = 2 - n softmax_i( s(z1_i, z2_i) / sigma )
 * }</pre>
 *
 * <p>The weights have mean 1 over the batch and carry no gradient.
 *
 * <p>Yeh et al. 2022, <a href="https://arxiv.org/abs/2110.06848">Decoupled Contrastive
 * Learning</a>.
 *
 * @param temperature t, positive and finite; 0.1 in the paper
 * @param sigma how evenly positives are weighted, positive and finite; 0.5 in the paper
 */
public record DclwLoss(float temperature, float sigma) {

    /** Checks the parameters. */
    public DclwLoss {
        Require.positive("DCLW", "temperature", temperature);
        Require.positive("DCLW", "sigma", sigma);
    }

    /**
     * The mean loss of two views.
     *
     * @param z1 embeddings of the first view, {@code (n, d)}, n at least 2
     * @param z2 embeddings of the second view, {@code (n, d)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ or there are no negatives
     */
    public NDArray evaluate(NDArray z1, NDArray z2) {
        long n = Require.sameRows("DCLW", 2, z1, z2).get(0);
        NDArray u = Rows.unit(z1);
        NDArray v = Rows.unit(z2);
        NDArray similarity = u.mul(v).sum(new int[] {1}).stopGradient();
        NDArray weight = similarity.div(sigma).softmax(0).mul(-n).add(2);
        return DclLoss.evaluate(u, v, weight, temperature);
    }
}
