package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * {@link LocalInfoNceLoss} of scores that are held small, AMDIM's.
 *
 * <pre>{@code
 * s = g . l / sqrt(units),   u = clip tanh(s / clip)
 * loss = InfoNCE(u) + penalty mean s^2
 * }</pre>
 *
 * <p>Bachman, Hjelm and Buchwalter 2019, <a href="https://arxiv.org/abs/1906.00910">Learning
 * representations by maximizing mutual information across views</a>, section 3.
 *
 * @param clip largest score, positive; 20 in the paper
 * @param penalty weight of the squared scores, at least 0; 0.04 in the paper
 */
public record AmdimLoss(float clip, float penalty) {

    /** The paper's figures. */
    public static final AmdimLoss PAPER = new AmdimLoss(20, 0.04f);

    private static final String NAME = "AMDIM";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def scores(self, u: Tensor, units: Tensor, clip: Tensor, penalty: Tensor) -> List[Tensor]:
                      s = u / units.sqrt()
                      return [clip * (s / clip).tanh(), penalty * s.square().mean()]
                    """);

    /** Checks the numbers. */
    public AmdimLoss {
        Require.positive(NAME, "clip", clip);
        Require.between(NAME, "penalty", 0, Double.POSITIVE_INFINITY, penalty);
    }

    /**
     * The mean loss.
     *
     * @param local {@code (n, units, locations)}, n at least 2
     * @param global {@code (n, units, globals)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray local, NDArray global) {
        NDArray u = PairScores.local(NAME, local, global);
        Shape units = local.getShape();
        NDList scores = OPS.call("scores", List.of(u), (double) units.get(1), clip, penalty);
        return LocalInfoNceLoss.ofScores(scores.get(0)).add(scores.get(1));
    }
}
