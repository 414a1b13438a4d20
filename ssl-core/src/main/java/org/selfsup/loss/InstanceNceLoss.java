package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * {@link InstanceSoftmaxLoss} by noise contrastive estimation: each sample against K others drawn
 * uniformly from the M of the data set.
 *
 * <pre>{@code
 * l_i = -log h(i, x_i) - sum_{k=1..K} log(1 - h(j_k, x_i))   (eq. 7)
 * h(j, x) = P(j|x) / (P(j|x) + K/M + 1e-7),   P(j|x) = exp(v_j . x / t) / Z   (eq. 4, 6)
 * }</pre>
 *
 * <p>Z is a constant, estimated on the first batch by {@link #logNormalizer} and kept by the method
 * (eq. 8). Works on logarithms, so no temperature overflows.
 *
 * <p>Wu et al. 2018, <a href="https://arxiv.org/abs/1805.01978">Unsupervised Feature Learning via
 * Non-Parametric Instance Discrimination</a>.
 *
 * @param temperature t, positive and finite; 0.07 in the paper
 */
public record InstanceNceLoss(float temperature) {

    private static final String NAME = "Instance discrimination";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def scores(self, x: Tensor, memory: Tensor, index: Tensor, t: Tensor) -> Tensor:
                      rows = torch.embedding(memory.detach(), index)
                      return (rows @ x.unsqueeze(2)).squeeze(2) / t
                    def normalizer(self, x: Tensor, memory: Tensor, index: Tensor,
                        t: Tensor) -> Tensor:
                      s = self.scores(x.detach(), memory, index, t).flatten()
                      share = float(memory.size(0)) / float(s.size(0))
                      return torch.logsumexp(s, [0]) + torch.log(share)
                    def evaluate(self, x: Tensor, memory: Tensor, index: Tensor, log_z: Tensor,
                        t: Tensor) -> Tensor:
                      log_p = self.scores(x, memory, index, t) - log_z.detach()
                      noise = float(index.size(1) - 1) / float(memory.size(0))
                      smoothed = torch.full_like(log_p, torch.log(noise + 1e-07))
                      log_sum = torch.logaddexp(log_p, smoothed)
                      data = log_p[:, 0] - log_sum[:, 0]
                      others = (torch.log(noise) - log_sum[:, 1:]).sum([1])
                      return -(data + others).mean()
                    """);

    /** Checks the temperature. */
    public InstanceNceLoss {
        Require.positive(NAME, "temperature", temperature);
    }

    /**
     * The mean loss.
     *
     * @param x features of unit length, {@code (n, d)}
     * @param memory v, one row for each sample of the data set, {@code (M, d)}; carries no gradient
     * @param index for each row the sample itself, then K noise samples, {@code (n, 1 + K)} of type
     *     INT64, K at least 1
     * @param logNormalizer log Z, a scalar
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray x, NDArray memory, NDArray index, NDArray logNormalizer) {
        check(x, memory, index);
        return OPS.apply("evaluate", List.of(x, memory, index, logNormalizer), temperature);
    }

    /**
     * The estimate of log Z on one batch: M times the mean of exp(v . x / t) over all pairs.
     *
     * @param x features of unit length, {@code (n, d)}
     * @param memory one row for each sample of the data set, {@code (M, d)}
     * @param index {@code (n, 1 + K)}, as for {@link #evaluate}
     * @return a scalar without gradient
     */
    public NDArray logNormalizer(NDArray x, NDArray memory, NDArray index) {
        check(x, memory, index);
        return OPS.apply("normalizer", List.of(x, memory, index), temperature);
    }

    private static void check(NDArray x, NDArray memory, NDArray index) {
        long n = Require.sameRows(NAME, 1, x).get(0);
        Require.that(
                Require.sameRows(NAME, 1, memory).get(1) == x.getShape().get(1)
                        && Require.sameRows(NAME, 1, index).get(0) == n
                        && index.getShape().get(1) > 1,
                NAME,
                "features (n, d), a memory (M, d) and indices (n, 1 + K) with K at least 1",
                x,
                memory,
                index);
    }
}
