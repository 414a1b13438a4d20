package org.selfsup.train;

import java.util.List;
import org.selfsup.engine.TorchScript;

/**
 * Stochastic gradient descent with momentum.
 *
 * <pre>{@code
 * g <- g + weightDecay p
 * v <- momentum v + (1 - dampening) g        v <- g at the first update
 * p <- p - lr v                              p <- p - lr (g + momentum v) if nesterov
 * }</pre>
 *
 * <p>PyTorch's convention: the learning rate is outside of v, so that a schedule acts at once.
 * Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning".
 *
 * @param momentum share of the old v that is kept, 0 to 1; 0 is plain gradient descent
 * @param dampening share of the gradient left out of v, 0 to 1
 * @param nesterov looks one step ahead; needs momentum and no dampening
 * @param weightDecay L2 penalty added to the gradient, for decayed groups
 */
public record Sgd(double momentum, double dampening, boolean nesterov, double weightDecay)
        implements Optimizer {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def plain(self, p: List[Tensor], g: List[Tensor], c: List[Tensor]) -> Tensor:
                      lr, decay = float(c[0][0]), float(c[0][1])
                      if decay != 0.0:
                        g = torch._foreach_add(g, p, alpha=decay)
                      torch._foreach_add_(p, g, alpha=-lr)
                      return c[0]
                    def momentum(self, p: List[Tensor], g: List[Tensor], v: List[Tensor], c: List[Tensor]) -> Tensor:
                      lr, decay = float(c[0][0]), float(c[0][1])
                      momentum, taken, nesterov = float(c[0][2]), float(c[0][3]), float(c[0][4])
                      if decay != 0.0:
                        g = torch._foreach_add(g, p, alpha=decay)
                      torch._foreach_mul_(v, momentum)
                      torch._foreach_add_(v, g, alpha=taken)
                      if nesterov != 0.0:
                        torch._foreach_add_(p, torch._foreach_add(g, v, alpha=momentum), alpha=-lr)
                      else:
                        torch._foreach_add_(p, v, alpha=-lr)
                      return c[0]
                    """);

    /** Checks the coefficients. */
    public Sgd {
        if (!(momentum >= 0 && momentum < 1) || !(dampening >= 0 && dampening <= 1)) {
            throw new IllegalArgumentException(
                    "SGD needs momentum in [0, 1) and dampening in [0, 1], got "
                            + momentum
                            + " and "
                            + dampening);
        }
        if (nesterov && (momentum == 0 || dampening != 0)) {
            throw new IllegalArgumentException(
                    "Nesterov's momentum needs momentum > 0 and dampening 0, got "
                            + momentum
                            + " and "
                            + dampening);
        }
        Adam.checkDecay(weightDecay);
    }

    /** Momentum without dampening. */
    public Sgd(double momentum, double weightDecay) {
        this(momentum, 0, false, weightDecay);
    }

    @Override
    public List<String> slots() {
        return momentum == 0 ? List.of() : List.of("momentum");
    }

    @Override
    public void step(Group group, double learningRate, long update) {
        double decay = group.decay(weightDecay);
        if (momentum == 0) {
            OPS.callLists(
                    "plain",
                    group.parameters(),
                    group.gradients(),
                    group.coefficients(learningRate, decay));
        } else {
            double taken = update == 1 ? 1 : 1 - dampening; // the first v is not damped
            OPS.callLists(
                    "momentum",
                    group.parameters(),
                    group.gradients(),
                    group.slots().get(0),
                    group.coefficients(learningRate, decay, momentum, taken, nesterov ? 1 : 0));
        }
    }
}
