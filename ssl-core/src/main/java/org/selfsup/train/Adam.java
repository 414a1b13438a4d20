package org.selfsup.train;

import java.util.List;
import org.selfsup.engine.TorchScript;

/**
 * Adam.
 *
 * <pre>{@code
 * g <- g + weightDecay p
 * m <- beta1 m + (1 - beta1) g
 * s <- beta2 s + (1 - beta2) g^2
 * p <- p - lr (m / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + epsilon)
 * }</pre>
 *
 * <p>Kingma and Ba 2014, <a href="https://arxiv.org/abs/1412.6980">Adam: a method for stochastic
 * optimization</a>, algorithm 1. The weight decay is the coupled L2 penalty; {@link AdamW} has the
 * decoupled one.
 *
 * @param beta1 share of the old mean that is kept, 0 to 1
 * @param beta2 share of the old square that is kept, 0 to 1
 * @param epsilon added to the root, within the bias correction
 * @param weightDecay L2 penalty added to the gradient, for decayed groups
 */
public record Adam(double beta1, double beta2, double epsilon, double weightDecay)
        implements Optimizer {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def adam(self, p: List[Tensor], g: List[Tensor], m: List[Tensor], s: List[Tensor], c: List[Tensor]) -> Tensor:
                      beta1, beta2, epsilon = float(c[0][0]), float(c[0][1]), float(c[0][2])
                      l2, shrink = float(c[0][3]), float(c[0][4])
                      step, root = float(c[0][5]), float(c[0][6])
                      if l2 != 0.0:
                        torch._foreach_add_(g, p, alpha=l2)
                      if shrink != 1.0:
                        torch._foreach_mul_(p, shrink)
                      torch._foreach_lerp_(m, g, 1.0 - beta1)
                      torch._foreach_mul_(s, beta2)
                      torch._foreach_addcmul_(s, g, g, 1.0 - beta2)
                      d = torch._foreach_sqrt(s)
                      torch._foreach_div_(d, root)
                      torch._foreach_add_(d, epsilon)
                      torch._foreach_addcdiv_(p, m, d, -step)
                      return c[0]
                    """);

    /** Checks the coefficients. */
    public Adam {
        check(beta1, beta2, epsilon, weightDecay);
    }

    /** The paper's coefficients (0.9, 0.999, 1e-8), no decay. */
    public Adam() {
        this(0.9, 0.999, 1e-8, 0);
    }

    @Override
    public List<String> slots() {
        return List.of("mean", "square");
    }

    @Override
    public void step(Group group, double learningRate, long update) {
        double l2 = group.decayed() ? weightDecay : 0;
        update(group, learningRate, update, beta1, beta2, epsilon, l2, 1);
    }

    /**
     * The common update of Adam and AdamW.
     *
     * @param l2 penalty added to the gradient
     * @param shrink factor on the parameters before the step
     */
    static void update(
            Optimizer.Group group,
            double learningRate,
            long update,
            double beta1,
            double beta2,
            double epsilon,
            double l2,
            double shrink) {
        double step = learningRate / (1 - Math.pow(beta1, (double) update));
        double root = Math.sqrt(1 - Math.pow(beta2, (double) update));
        OPS.callLists(
                "adam",
                group.parameters(),
                group.gradients(),
                group.slots().get(0),
                group.slots().get(1),
                group.coefficients(beta1, beta2, epsilon, l2, shrink, step, root));
    }

    static void check(double beta1, double beta2, double epsilon, double weightDecay) {
        if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1) || !(epsilon > 0)) {
            throw new IllegalArgumentException(
                    "Adam needs both betas in [0, 1) and epsilon > 0, got "
                            + beta1
                            + ", "
                            + beta2
                            + " and "
                            + epsilon);
        }
        checkDecay(weightDecay);
    }

    static void checkDecay(double weightDecay) {
        if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Weight decay must be 0 or a positive number, got " + weightDecay);
        }
    }
}
