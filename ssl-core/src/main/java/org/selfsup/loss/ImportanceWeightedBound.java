package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * A lower bound of the log-likelihood from k codes a sample; tighter the more there are.
 *
 * <pre>{@code
 * L_k(x) = log 1/k sum_{i=1..k} p(x, z_i) / q(z_i | x)
 * }</pre>
 *
 * <p>In nats. With k = 1 it is the evidence lower bound; -mean of it is what IWAE minimises. The
 * value is the bound itself, not a surrogate with the same gradient.
 *
 * <p>Burda et al. 2016, <a href="https://arxiv.org/abs/1509.00519">Importance Weighted
 * Autoencoders</a>, section 3.
 */
public record ImportanceWeightedBound() {

    private static final String NAME = "The importance weighted bound";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def bound(self, log_weights: Tensor) -> Tensor:
                      k = log_weights.size(1)
                      return torch.logsumexp(log_weights, [1]) - torch.log(k)
                    def weights(self, likelihood: Tensor, z: Tensor, mean: Tensor,
                        log_var: Tensor) -> Tensor:
                      m, v = mean.unsqueeze(1), log_var.unsqueeze(1)
                      prior = -0.5 * z.square()
                      posterior = -0.5 * ((z - m).square() * (-v).exp() + v)
                      return likelihood + (prior - posterior).sum([2])
                    """);

    /**
     * The bound of each sample.
     *
     * @param logWeights log p(x, z) / q(z | x), {@code (n, k)}, k at least 1
     * @return {@code (n)}
     * @throws IllegalArgumentException if there are none
     */
    public NDArray evaluate(NDArray logWeights) {
        Require.sameRows(NAME, 1, logWeights);
        return OPS.apply("bound", List.of(logWeights));
    }

    /**
     * The log weights under a standard normal prior and diagonal normal posteriors.
     *
     * @param logLikelihood log p(x | z), {@code (n, k)}
     * @param z codes, {@code (n, k, d)}
     * @param mean of the posteriors, {@code (n, d)}
     * @param logVariance of the posteriors, {@code (n, d)}
     * @return {@code (n, k)}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray logWeights(NDArray logLikelihood, NDArray z, NDArray mean, NDArray logVariance) {
        Shape posterior = Require.sameRows(NAME, 1, mean, logVariance);
        Shape likelihood = Require.sameRows(NAME, 1, logLikelihood);
        Require.that(
                likelihood.get(0) == posterior.get(0)
                        && Require.is(z, likelihood.get(0), likelihood.get(1), posterior.get(1)),
                NAME,
                "log-likelihoods (n, k), codes (n, k, d) and posteriors (n, d)",
                logLikelihood,
                z,
                mean);
        return OPS.apply("weights", List.of(logLikelihood, z, mean, logVariance));
    }
}
