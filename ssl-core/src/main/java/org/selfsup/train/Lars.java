package org.selfsup.train;

import ai.djl.ndarray.NDList;
import java.util.List;
import org.selfsup.engine.TorchScript;

/**
 * Layer-wise adaptive rate scaling: momentum SGD in which a parameter's step is as large as the
 * parameter itself, for very large batches.
 *
 * <pre>{@code
 * l = trust |p| / (|g| + weightDecay |p| + 1e-8)         l <- min(l / lr, 1) if clipped
 * g <- l (g + weightDecay p)
 * v <- momentum v + g                                    v <- g at the first update
 * p <- p - lr v                                          p <- p - lr (g + momentum v) if nesterov
 * }</pre>
 *
 * <p>Groups that are not decayed (biases, norms) follow momentum SGD, as in SimCLR and BYOL; so
 * does, for one step, a parameter whose norm or whose gradient's norm is zero.
 *
 * <p>You, Gitman and Ginsburg 2017, <a href="https://arxiv.org/abs/1708.03888">Large batch training
 * of convolutional networks</a>, algorithm 1, with the learning rate outside of v as in PyTorch.
 *
 * @param momentum share of the old v that is kept, 0 to 1
 * @param nesterov looks one step ahead
 * @param trust trust coefficient, the length of a step relative to the parameter, 0.001 in the
 *     paper
 * @param weightDecay L2 penalty added to the gradient of decayed groups
 * @param clipped never steps further than SGD would
 */
public record Lars(
        double momentum, boolean nesterov, double trust, double weightDecay, boolean clipped)
        implements Optimizer {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def scale(self, p: List[Tensor], g: List[Tensor], c: List[Tensor]) -> List[Tensor]:
                      decay, trust, limit = float(c[0][0]), float(c[0][1]), float(c[0][2])
                      pn = torch._foreach_norm(p)
                      gn = torch._foreach_norm(g)
                      result = annotate(List[Tensor], [])
                      for i in range(len(p)):
                        rate = pn[i] * trust / (gn[i] + pn[i] * decay + 1e-8)
                        if limit > 0.0:
                          rate = torch.clamp(rate / limit, None, 1.0)
                        adapted = torch.logical_and(pn[i] > 0.0, gn[i] > 0.0)
                        scaled = (g[i] + p[i] * decay) * rate
                        torch.append(result, torch.where(adapted, scaled, g[i]))
                      return result
                    """);

    /** Checks the coefficients. */
    public Lars {
        if (!(trust > 0)) {
            throw new IllegalArgumentException("LARS needs a trust coefficient > 0, got " + trust);
        }
        Adam.checkDecay(weightDecay);
    }

    /** SimCLR's coefficients: momentum 0.9, trust 0.001, weight decay 1e-6. */
    public Lars() {
        this(0.9, false, 0.001, 1e-6, false);
    }

    @Override
    public List<String> slots() {
        return List.of("momentum");
    }

    @Override
    public void step(Group group, double learningRate, long update) {
        new Sgd(momentum, 0, nesterov, 0)
                .step(group.decayed() ? scaled(group, learningRate) : group, learningRate, update);
    }

    private Optimizer.Group scaled(Group group, double learningRate) {
        NDList gradients =
                OPS.callLists(
                        "scale",
                        group.parameters(),
                        group.gradients(),
                        group.coefficients(weightDecay, trust, clipped ? learningRate : 0));
        return new Group(group.parameters(), gradients, group.slots(), true);
    }
}
