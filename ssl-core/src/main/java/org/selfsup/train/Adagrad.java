package org.selfsup.train;

import java.util.List;

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
        RmsProp.update(group, learningRate, 1, 1, epsilon, group.decay(weightDecay));
    }
}
