package org.selfsup.train;

import java.util.List;

/**
 * Adam with decoupled weight decay: {@code p <- p (1 - lr weightDecay)}, then a step of {@link
 * Adam} without penalty.
 *
 * <p>Loshchilov and Hutter 2017, <a href="https://arxiv.org/abs/1711.05101">Decoupled weight decay
 * regularization</a>, algorithm 2, with the decay scaled by the learning rate as in PyTorch.
 *
 * @param beta1 share of the old mean that is kept, 0 to 1
 * @param beta2 share of the old square that is kept, 0 to 1
 * @param epsilon added to the root, within the bias correction
 * @param weightDecay share of a decayed parameter lost per step and unit of learning rate
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay)
        implements Optimizer {

    /** Checks the coefficients. */
    public AdamW {
        Adam.check(beta1, beta2, epsilon, weightDecay);
    }

    /** Adam's coefficients (0.9, 0.999, 1e-8) with this decay. */
    public AdamW(double weightDecay) {
        this(0.9, 0.999, 1e-8, weightDecay);
    }

    @Override
    public List<String> slots() {
        return List.of("mean", "square");
    }

    @Override
    public void step(Group group, double learningRate, long update) {
        Adam.update(
                "decoupled",
                group,
                learningRate,
                update,
                beta1,
                beta2,
                epsilon,
                group.decay(weightDecay));
    }
}
