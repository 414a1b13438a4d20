package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * Invariance of two views, with variance kept up and covariance kept down in each.
 *
 * <pre>{@code
 * L = lambda s(z1, z2) + mu ( v(z1) + v(z2) ) / 2 + nu ( c(z1) + c(z2) )   (eq. 6)
 * s = mean over all entries of (z1 - z2)^2
 * v(z) = mean_j max(0, 1 - sqrt(Var(z_j) + 1e-4))      (eq. 1)
 * c(z) = sum_{i != j} Cov(z)_ij^2 / d                  (eq. 4)
 * }</pre>
 *
 * <p>Var and Cov divide by n - 1. At least 0.
 *
 * <p>Bardes et al. 2022, <a href="https://arxiv.org/abs/2105.04906">VICReg</a>. Two choices are
 * those of the authors' code, where it differs from the text: the variance terms of the views are
 * averaged, which the paper adds, and s is a mean over features too.
 *
 * @param lambda weight of the invariance, at least 0; 25 in the paper
 * @param mu weight of the variance, at least 0; 25 in the paper
 * @param nu weight of the covariance, at least 0; 1 in the paper
 */
public record VicRegLoss(float lambda, float mu, float nu) {

    /** The paper's weights: 25, 25, 1. */
    public static final VicRegLoss PAPER = new VicRegLoss(25, 25, 1);

    private static final String NAME = "VICReg";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def terms(self, z1: Tensor, z2: Tensor, lambda_: Tensor, mu: Tensor,
                        nu: Tensor) -> List[Tensor]:
                      s = (z1 - z2).square().mean()
                      v = (self.variance(z1) + self.variance(z2)) / 2
                      c = self.covariance(z1) + self.covariance(z2)
                      return [lambda_ * s + mu * v + nu * c, s, v, c]
                    def variance(self, z: Tensor) -> Tensor:
                      return torch.relu(1 - torch.sqrt(z.var([0], True) + 0.0001)).mean()
                    def covariance(self, z: Tensor) -> Tensor:
                      centred = z - z.mean([0], True)
                      c = centred.t() @ centred / (z.size(0) - 1)
                      return (c.square().sum() - c.diagonal().square().sum()) / z.size(1)
                    """);

    /** Checks the weights. */
    public VicRegLoss {
        Require.between(NAME, "lambda", 0, Double.POSITIVE_INFINITY, lambda);
        Require.between(NAME, "mu", 0, Double.POSITIVE_INFINITY, mu);
        Require.between(NAME, "nu", 0, Double.POSITIVE_INFINITY, nu);
    }

    /**
     * The loss and its parts, scalars without their weights.
     *
     * @param loss what is minimised
     * @param invariance s
     * @param variance the mean of v over the views
     * @param covariance the sum of c over the views
     */
    public record Terms(NDArray loss, NDArray invariance, NDArray variance, NDArray covariance) {}

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
        NDList terms = OPS.call("terms", List.of(z1, z2), lambda, mu, nu);
        return new Terms(terms.get(0), terms.get(1), terms.get(2), terms.get(3));
    }
}
