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
                    def coupled(self, p: List[Tensor], g: List[Tensor], m: List[Tensor], s: List[Tensor], c: List[Tensor]) -> Tensor:
                      h = annotate(List[float], c[0].tolist())
                      steps = [torch.to(c[0][5], 6)] * len(p)
                      torch._fused_adam_(p, g, m, s, annotate(List[Tensor], []), steps, lr=h[0], beta1=h[1], beta2=h[2], weight_decay=h[4], eps=h[3], amsgrad=False, maximize=False)
                      return c[0]
                    def decoupled(self, p: List[Tensor], g: List[Tensor], m: List[Tensor], s: List[Tensor], c: List[Tensor]) -> Tensor:
                      h = annotate(List[float], c[0].tolist())
                      steps = [torch.to(c[0][5], 6)] * len(p)
                      torch._fused_adamw_(p, g, m, s, annotate(List[Tensor], []), steps, lr=h[0], beta1=h[1], beta2=h[2], weight_decay=h[4], eps=h[3], amsgrad=False, maximize=False)
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
        update(
                "coupled",
                group,
                learningRate,
                update,
                beta1,
                beta2,
                epsilon,
                group.decay(weightDecay));
    }

    /**
     * One pass of libtorch's fused kernel over all parameters. It takes memory as it lies:
     * gradients have the layout of their parameters.
     *
     * @param kind {@code coupled} or {@code decoupled} weight decay
     */
    static void update(
            String kind,
            Optimizer.Group group,
            double learningRate,
            long update,
            double beta1,
            double beta2,
            double epsilon,
            double decay) {
        OPS.callLists(
                kind,
                group.parameters(),
                group.gradients(),
                group.slots().get(0),
                group.slots().get(1),
                group.coefficients(learningRate, beta1, beta2, epsilon, decay, (double) update));
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
