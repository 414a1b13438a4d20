package org.selfsup.train;

import java.util.List;
import org.selfsup.engine.TorchScript;

/**
 * RMSProp.
 *
 * <pre>{@code
 * g <- g + weightDecay p
 * s <- decay s + (1 - decay) g^2
 * p <- p - lr g / (sqrt(s) + epsilon)
 * }</pre>
 *
 * <p>PyTorch's convention, without momentum and not centred. Tieleman and Hinton 2012, "Lecture
 * 6.5: RMSProp", Coursera.
 *
 * @param decay share of the old square that is kept, 0 to 1; 0.99 is usual
 * @param epsilon added to the root
 * @param weightDecay L2 penalty added to the gradient, for decayed groups
 */
public record RmsProp(double decay, double epsilon, double weightDecay) implements Optimizer {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def step(self, p: List[Tensor], g: List[Tensor], s: List[Tensor], c: List[Tensor]) -> Tensor:
                      h = annotate(List[float], c[0].tolist())
                      if h[4] != 0.0:
                        g = torch._foreach_add(g, p, alpha=h[4])
                      torch._foreach_mul_(s, h[1])
                      torch._foreach_addcmul_(s, g, g, h[2])
                      root = torch._foreach_sqrt(s)
                      torch._foreach_add_(root, h[3])
                      torch._foreach_addcdiv_(p, g, root, -h[0])
                      return c[0]
                    """);

    /** Checks the coefficients. */
    public RmsProp {
        if (!(decay >= 0 && decay < 1) || !(epsilon > 0)) {
            throw new IllegalArgumentException(
                    "RMSProp needs a decay in [0, 1) and epsilon > 0, got "
                            + decay
                            + " and "
                            + epsilon);
        }
        Adam.checkDecay(weightDecay);
    }

    /** Decay 0.99, epsilon 1e-8, no weight decay. */
    public RmsProp() {
        this(0.99, 1e-8, 0);
    }

    @Override
    public List<String> slots() {
        return List.of("square");
    }

    @Override
    public void step(Group group, double learningRate, long update) {
        update(group, learningRate, decay, 1 - decay, epsilon, group.decay(weightDecay));
    }

    /** {@code s <- kept s + taken g^2}, and a step by {@code g / (sqrt(s) + epsilon)}. */
    static void update(
            Group group,
            double learningRate,
            double kept,
            double taken,
            double epsilon,
            double decay) {
        OPS.callLists(
                "step",
                group.parameters(),
                group.gradients(),
                group.slots().get(0),
                group.coefficients(learningRate, kept, taken, epsilon, decay));
    }
}
