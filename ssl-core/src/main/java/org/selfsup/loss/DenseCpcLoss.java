package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Contrastive predictive coding with all codes of the batch as candidates: those of other samples
 * and those of the same sample at other times and places.
 *
 * <pre>{@code
 * L_k = -mean_{i,t,s} log( exp(p_k,its . z_i,t+k,s) / sum_{j,u,v} exp(p_k,its . z_juv) )   (eq. 4)
 * }</pre>
 *
 * <p>p_k is the prediction W_k c of the code k steps on. The loss is the mean over the steps k = 1
 * ... K. {@link CpcLoss} takes its negatives from other samples at the same time only, which a
 * network solves by what stays the same through a sample, such as its speaker; these negatives also
 * ask for what changes. No prediction knows anything of the order of the batch.
 *
 * <p>van den Oord et al. 2018, <a href="https://arxiv.org/abs/1807.03748">Representation Learning
 * with Contrastive Predictive Coding</a>.
 */
public record DenseCpcLoss() {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def steps(self, z: Tensor, p: Tensor) -> Tensor:
                      n, t, s = z.size(0), z.size(1), z.size(2)
                      keys = z.flatten(0, 2).t()
                      places = torch.arange(n * t * s, device=z.device).reshape(n, t, s)
                      losses = annotate(List[Tensor], [])
                      for i in range(p.size(3)):
                        logits = p[:, :t - i - 1, :, i].flatten(0, 2) @ keys
                        own = places[:, i + 1:].flatten()
                        losses.append(torch.cross_entropy_loss(logits, own))
                      return torch.stack(losses)
                    """);

    /**
     * The losses of every step.
     *
     * @param z codes, {@code (n, t, s, d)}: t times of s places each, s = 1 for a sequence
     * @param p predictions, {@code (n, t, s, K, d)}, K below t; those beyond the end are not read
     * @return L_k, {@code (K)}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray steps(NDArray z, NDArray p) {
        Shape codes = z.getShape();
        Shape predictions = p.getShape();
        Require.that(
                codes.dimension() == 4
                        && predictions.dimension() == 5
                        && codes.size() > 0
                        && codes.slice(0, 3).equals(predictions.slice(0, 3))
                        && predictions.get(4) == codes.get(3)
                        && predictions.get(3) > 0
                        && predictions.get(3) < codes.get(1),
                "Dense CPC",
                "codes (n, t, s, d) and predictions (n, t, s, K, d) with K from 1 to t - 1",
                z,
                p);
        return OPS.apply("steps", List.of(z, p));
    }

    /** The mean of {@link #steps}, a scalar. */
    public NDArray evaluate(NDArray z, NDArray p) {
        return steps(z, p).mean();
    }
}
