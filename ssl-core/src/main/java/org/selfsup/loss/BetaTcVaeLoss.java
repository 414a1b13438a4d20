package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * The divergence of a variational autoencoder's posteriors from its prior in three weighted parts.
 *
 * <pre>{@code
 * alpha I(z; x) + beta TC(z) + gamma sum_j KL(q(z_j) || p(z_j))   (eq. 2, 4)
 * }</pre>
 *
 * <p>In nats, the mean over the batch. q(z) is estimated by minibatch weighted sampling (eq. 3)
 * over a data set of the given size; the parts sum to an estimate of the divergence, and any of
 * them may come out negative. The paper's other estimator, stratified sampling, is not here.
 *
 * <p>Chen et al. 2018, <a href="https://arxiv.org/abs/1802.04942">Isolating Sources of
 * Disentanglement in Variational Autoencoders</a>.
 *
 * @param alpha weight of the mutual information of index and code, at least 0; 1 in the paper
 * @param beta weight of the total correlation, at least 0; 1 to 10 in the paper
 * @param gamma weight of the dimension-wise divergence, at least 0; 1 in the paper
 * @param datasetSize how many samples there are to train on, at least 1
 */
public record BetaTcVaeLoss(float alpha, float beta, float gamma, long datasetSize) {

    private static final String NAME = "The beta-TC-VAE";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def terms(self, z: Tensor, mean: Tensor, log_var: Tensor, alpha: Tensor,
                        beta: Tensor, gamma: Tensor, log_size: Tensor) -> List[Tensor]:
                      log_nm = torch.log(z.size(0)) + log_size
                      posterior = self.log_normal(z, mean, log_var).sum([1])
                      pairs = self.log_normal(z.unsqueeze(1), mean.unsqueeze(0),
                          log_var.unsqueeze(0))
                      joint = torch.logsumexp(pairs.sum([2]), [1]) - log_nm
                      product = (torch.logsumexp(pairs, [1]) - log_nm).sum([1])
                      zero = torch.zeros_like(z)
                      prior = self.log_normal(z, zero, zero).sum([1])
                      information = (posterior - joint).mean()
                      correlation = (joint - product).mean()
                      divergence = (product - prior).mean()
                      loss = alpha * information + beta * correlation + gamma * divergence
                      return [loss, information, correlation, divergence]
                    def log_normal(self, x: Tensor, m: Tensor, v: Tensor) -> Tensor:
                      return -0.5 * ((x - m).square() * (-v).exp() + v + 1.8378770664093453)
                    """);

    /** Checks the parameters. */
    public BetaTcVaeLoss {
        Require.between(NAME, "alpha", 0, Double.POSITIVE_INFINITY, alpha);
        Require.between(NAME, "beta", 0, Double.POSITIVE_INFINITY, beta);
        Require.between(NAME, "gamma", 0, Double.POSITIVE_INFINITY, gamma);
        Require.between(
                NAME, "size of the data set", 1, Double.POSITIVE_INFINITY, (double) datasetSize);
    }

    /**
     * The loss and its parts, scalars in nats without their weights.
     *
     * @param loss what is minimised, beside the reconstruction term
     * @param mutualInformation of sample and code
     * @param totalCorrelation dependence between the code's dimensions
     * @param dimensionWiseDivergence of each dimension from its prior, summed
     */
    public record Terms(
            NDArray loss,
            NDArray mutualInformation,
            NDArray totalCorrelation,
            NDArray dimensionWiseDivergence) {}

    /**
     * The loss.
     *
     * @param z one code drawn from each posterior, {@code (n, d)}
     * @param mean of the posteriors, {@code (n, d)}
     * @param logVariance of the posteriors, {@code (n, d)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ
     */
    public NDArray evaluate(NDArray z, NDArray mean, NDArray logVariance) {
        return terms(z, mean, logVariance).loss();
    }

    /** The loss with its parts; see {@link #evaluate}. */
    public Terms terms(NDArray z, NDArray mean, NDArray logVariance) {
        Require.sameRows(NAME, 1, z, mean, logVariance);
        NDList terms =
                OPS.call(
                        "terms",
                        List.of(z, mean, logVariance),
                        alpha,
                        beta,
                        gamma,
                        Math.log((double) datasetSize));
        return new Terms(terms.get(0), terms.get(1), terms.get(2), terms.get(3));
    }
}
