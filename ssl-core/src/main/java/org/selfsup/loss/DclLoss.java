package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.selfsup.engine.Numbers;

/**
 * Decoupled contrast: NT-Xent without the positive in the denominator.
 *
 * <pre>{@code
 * l_i = -s(u_i, v_i) / t + log sum_{j != i} ( exp(s(u_i, u_j) / t) + exp(s(u_i, v_j) / t) )
 * }</pre>
 *
 * <p>s is the cosine; the loss is the mean over the n samples and over both views as u. It may be
 * negative. Small batches learn better than with {@link NtXentLoss}, since the gradient of an easy
 * positive does not shrink that of its negatives.
 *
 * <p>Yeh et al. 2022, <a href="https://arxiv.org/abs/2110.06848">Decoupled Contrastive
 * Learning</a>.
 *
 * @param temperature t, positive and finite; 0.1 in the paper
 */
public record DclLoss(float temperature) {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def evaluate(self, z1: Tensor, z2: Tensor, w: Tensor, t: Tensor) -> Tensor:
                      return (self.half(z1, z2, w, t) + self.half(z2, z1, w, t)) / 2
                    def half(self, u: Tensor, v: Tensor, w: Tensor, t: Tensor) -> Tensor:
                      own = torch.eye(u.size(0), dtype=11, device=u.device)
                      own = torch.cat([own, own], 1)
                      s = torch.cat([u @ v.t(), u @ u.t()], 1) / t
                      negatives = torch.logsumexp(s.masked_fill(own, float("-inf")), [1])
                      return (negatives - w * s.diagonal()).mean()
                    """);

    /** Checks the temperature. */
    public DclLoss {
        Require.positive("DCL", "temperature", temperature);
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
        Require.sameRows("DCL", 2, z1, z2);
        return evaluate(Rows.unit(z1), Rows.unit(z2), Numbers.of(z1.getManager(), 1), temperature);
    }

    /** The loss of rows of unit length whose positives have weights. */
    static NDArray evaluate(NDArray u, NDArray v, NDArray weight, float temperature) {
        return OPS.apply("evaluate", List.of(u, v, weight), temperature);
    }
}
