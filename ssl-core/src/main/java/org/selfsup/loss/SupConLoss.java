package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * Contrast in which all samples of one class are positives of each other.
 *
 * <pre>{@code
 * L = mean_i -1/|P(i)| sum_{p in P(i)} log( exp(s_ip / t) / sum_{a != i} exp(s_ia / t) )   (eq. 2, L_out)
 * }</pre>
 *
 * <p>The mean is over the 2n rows of both views; P(i) are the other rows with the label of row i,
 * among them its other view; s is the cosine. With all labels different it is {@link NtXentLoss}.
 * The authors' code scales the whole by t/0.07; here as in the paper it is not. Not to be taken for
 * the paper's L_in, whose logarithm stands outside the sum over positives.
 *
 * <p>Khosla et al. 2020, <a href="https://arxiv.org/abs/2004.11362">Supervised Contrastive
 * Learning</a>.
 *
 * @param temperature t, positive and finite; 0.1 in the paper
 */
public record SupConLoss(float temperature) {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def evaluate(self, z: Tensor, labels: Tensor, t: Tensor) -> Tensor:
                      own = torch.eye(z.size(0), dtype=11, device=z.device)
                      s = (z @ z.t() / t).masked_fill(own, float("-inf"))
                      log_p = torch.log_softmax(s, 1).masked_fill(own, 0)
                      both = torch.cat([labels, labels])
                      same = (both.unsqueeze(0) == both.unsqueeze(1)) & ~own
                      positive = same.to(z.dtype)
                      return -((log_p * positive).sum([1]) / positive.sum([1])).mean()
                    """);

    /** Checks the temperature. */
    public SupConLoss {
        Require.positive("SupCon", "temperature", temperature);
    }

    /**
     * The mean loss of two views.
     *
     * @param z1 embeddings of the first view, {@code (n, d)}
     * @param z2 embeddings of the second view, {@code (n, d)}
     * @param labels classes, {@code (n)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray z1, NDArray z2, NDArray labels) {
        long n = Require.sameRows("SupCon", 1, z1, z2).get(0);
        Require.that(Require.is(labels, n), "SupCon", n + " labels", labels);
        NDArray z = Rows.unit(NDArrays.concat(new NDList(z1, z2))); // (2n, d)
        return OPS.apply("evaluate", List.of(z, labels), temperature);
    }
}
