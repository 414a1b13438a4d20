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
 * <p>The mean is over the rows of all views; P(i) are the other rows with the label of row i, among
 * them its other views; s is the cosine. With all labels different it is {@link NtXentLoss}. The
 * authors' code scales the whole by t/0.07; here as in the paper it is not. Not to be taken for the
 * paper's L_in, whose logarithm stands outside the sum over positives.
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
                      all = labels.repeat([z.size(0) // labels.size(0)])
                      same = (all.unsqueeze(0) == all.unsqueeze(1)) & ~own
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
        return evaluate(new NDList(z1, z2), labels);
    }

    /**
     * The mean loss of any number of views; i runs over the rows of all.
     *
     * @param views embeddings of V views, {@code (n, d)} each, V at least 2
     * @param labels classes, {@code (n)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDList views, NDArray labels) {
        NDArray[] each = views.toArray(new NDArray[0]);
        Require.that(each.length > 1, "SupCon", "two views at least", each);
        long n = Require.sameRows("SupCon", 1, each).get(0);
        Require.that(Require.is(labels, n), "SupCon", n + " labels", labels);
        NDArray z = Rows.unit(NDArrays.concat(views)); // (V n, d)
        return OPS.apply("evaluate", List.of(z, labels), temperature);
    }
}
