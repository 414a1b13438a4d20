package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Contrast of each location with the locations of all other samples under a global feature, Deep
 * InfoMax's local objective by InfoNCE.
 *
 * <pre>{@code
 * -log( exp(g_n . l_n) / ( exp(g_n . l_n) + sum_{n' != n, locations} exp(g_n . l_n') ) )   (eq. 5)
 * }</pre>
 *
 * <p>The mean over samples, locations and globals. A sample's other locations are left out of the
 * sum; the authors' code gives them a logit of -10 instead.
 *
 * <p>Hjelm et al. 2019, <a href="https://arxiv.org/abs/1808.06670">Learning deep representations by
 * mutual information estimation and maximization</a>.
 */
public record LocalInfoNceLoss() {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def evaluate(self, u: Tensor) -> Tensor:
                      n = u.size(0)
                      own = torch.eye(n, dtype=11, device=u.device).reshape(n, n, 1, 1)
                      positive = u.diagonal(0, 0, 1).permute(2, 0, 1)
                      others = u.masked_fill(own, float("-inf")).flatten(1, 2)
                      negative = torch.logsumexp(others, [1], True)
                      return (torch.logaddexp(positive, negative) - positive).mean()
                    """);

    /**
     * The mean loss.
     *
     * @param local {@code (n, units, locations)}, n at least 2
     * @param global {@code (n, units, globals)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray local, NDArray global) {
        return ofScores(PairScores.local("Local InfoNCE", local, global));
    }

    /** The loss of scores {@code (n, n', locations, globals)}, see {@link PairScores#local}. */
    static NDArray ofScores(NDArray u) {
        return OPS.apply("evaluate", List.of(u));
    }
}
