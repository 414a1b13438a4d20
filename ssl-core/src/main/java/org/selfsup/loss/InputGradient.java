package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;
import org.selfsup.engine.Autograd;

/** The length of a critic's gradient with respect to its input, itself differentiable. */
final class InputGradient {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def norms(self, x: Tensor, scores: Tensor) -> Tensor:
                      r = torch.zeros([0])
                      if scores.requires_grad:
                        g = torch.autograd.grad([scores.sum()], [x], None, True, True, True)[0]
                        if g is not None:
                          r = torch.linalg_vector_norm(g.flatten(1), 2, [1])
                      return r
                    """);

    private InputGradient() {}

    /**
     * |d critic(x_i) / d x_i| for every sample.
     *
     * <p>The gradient of the sum is taken, so one sample's score must not depend on another sample.
     *
     * @param critic from {@code (n, ...)} to n scores
     * @param x points that need no gradient, {@code (n, ...)}
     * @return {@code (n)}, differentiable in the critic's parameters; its gradient is 0 where the
     *     length is
     */
    static NDArray norms(String penalty, UnaryOperator<NDArray> critic, NDArray x) {
        try (Autograd recording = Autograd.on();
                NDArray point = x.stopGradient()) {
            point.setRequiresGradient(true);
            NDArray scores = critic.apply(point);
            Require.that(
                    scores.size() == x.getShape().get(0),
                    penalty,
                    "one score of the critic for each of its inputs " + x.getShape(),
                    scores);
            NDArray norms = OPS.apply("norms", List.of(point, scores));
            if (norms.size() > 0) {
                return norms;
            }
            throw new IllegalArgumentException(
                    penalty
                            + " needs a critic whose scores depend on its input by differentiable"
                            + " operators, but the gradient is cut on the way (by duplicate, toType"
                            + " or stopGradient, say)");
        }
    }
}
