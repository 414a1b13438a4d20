package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Contrastive predictive coding: which of the batch's codes comes k steps after a context?
 *
 * <pre>{@code
 * L_k = -mean_{i,t} log( f_k(z_i,t+k, c_it) / sum_j f_k(z_j,t+k, c_it) ),   f_k = exp(z^T W_k c)   (eq. 3, 4)
 * }</pre>
 *
 * <p>The loss is the mean over the steps k = 1 ... K. Negatives are the other samples' codes at the
 * same time.
 *
 * <p>van den Oord et al. 2018, <a href="https://arxiv.org/abs/1807.03748">Representation Learning
 * with Contrastive Predictive Coding</a>.
 */
public record CpcLoss() {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def steps(self, z: Tensor, c: Tensor, w: Tensor) -> Tensor:
                      n, t = z.size(0), z.size(1)
                      losses = annotate(List[Tensor], [])
                      for i in range(w.size(0)):
                        past = c[:, :t - i - 1] @ w[i].t()
                        logits = torch.einsum("itd,jtd->tij", [past, z[:, i + 1:]])
                        own = torch.arange(n, device=z.device).repeat([t - i - 1])
                        losses.append(torch.cross_entropy_loss(logits.flatten(0, 1), own))
                      return torch.stack(losses)
                    """);

    /**
     * The loss and its parts.
     *
     * @param loss the mean over the steps, a scalar
     * @param steps L_k, {@code (K)}
     */
    public record Terms(NDArray loss, NDArray steps) {}

    /**
     * The mean loss.
     *
     * @param z codes, {@code (n, t, d)}, n at least 2
     * @param c contexts, {@code (n, t, e)}; context t has seen codes up to t
     * @param w predictors W, {@code (K, d, e)}, K below t
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray z, NDArray c, NDArray w) {
        return terms(z, c, w).loss();
    }

    /** The loss with its parts; see {@link #evaluate}. */
    public Terms terms(NDArray z, NDArray c, NDArray w) {
        Shape codes = z.getShape();
        Shape contexts = c.getShape();
        Shape predictors = w.getShape();
        Require.that(
                codes.dimension() == 3
                        && contexts.dimension() == 3
                        && predictors.dimension() == 3
                        && codes.get(0) > 1
                        && codes.slice(0, 2).equals(contexts.slice(0, 2))
                        && predictors.get(1) == codes.get(2)
                        && predictors.get(2) == contexts.get(2)
                        && predictors.get(0) > 0
                        && predictors.get(0) < codes.get(1),
                "CPC",
                "codes (n, t, d), contexts (n, t, e) and predictors (K, d, e) with n at least 2 and"
                        + " K from 1 to t - 1",
                z,
                c,
                w);
        NDArray steps = OPS.apply("steps", List.of(z, c, w));
        return new Terms(steps.mean(), steps);
    }
}
