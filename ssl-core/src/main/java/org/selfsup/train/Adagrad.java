package org.selfsup.train;

import java.util.List;
import org.selfsup.engine.TorchScript;

/**
 * Adagrad.
 *
 * <pre>{@code
 * g <- g + weightDecay p
 * s <- s + g^2
 * p <- p - lr g / (sqrt(s) + epsilon)
 * }</pre>
 *
 * <p>Duchi, Hazan and Singer 2011, "Adaptive subgradient methods for online learning and stochastic
 * optimization", with PyTorch's epsilon beside the root.
 *
 * @param epsilon added to the root
 * @param weightDecay L2 penalty added to the gradient, for decayed groups
 */
public record Adagrad(double epsilon, double weightDecay) implements Optimizer {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def step(self, p: List[Tensor], g: List[Tensor], s: List[Tensor], c: List[Tensor]) -> Tensor:
                      h = annotate(List[float], c[0].tolist())
                      if h[2] != 0.0:
                        g = torch._foreach_add(g, p, alpha=h[2])
                      torch._foreach_addcmul_(s, g, g, 1.0)
                      root = torch._foreach_sqrt(s)
                      torch._foreach_add_(root, h[1])
                      torch._foreach_addcdiv_(p, g, root, -h[0])
                      return c[0]
                    """);

    /** Checks the coefficients. */
    public Adagrad {
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("Adagrad needs epsilon > 0, got " + epsilon);
        }
        Adam.checkDecay(weightDecay);
    }

    /** Epsilon 1e-10, no weight decay. */
    public Adagrad() {
        this(1e-10, 0);
    }

    @Override
    public List<String> slots() {
        return List.of("sum");
    }

    @Override
    public void step(Group group, double learningRate, long update) {
        OPS.callLists(
                "step",
                group.parameters(),
                group.gradients(),
                group.slots().get(0),
                group.coefficients(learningRate, epsilon, group.decayed() ? weightDecay : 0));
    }
}
