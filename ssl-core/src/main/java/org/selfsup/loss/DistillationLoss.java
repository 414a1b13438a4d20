package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.selfsup.engine.Numbers;

/**
 * A student's cross entropy with what its teacher says.
 *
 * <pre>{@code
 * L = mean_i - sum_y P_T(y | x_i; tau) log P_S(y | x_i; tau)     (eq. 2, there a sum over i)
 * P(y | x; tau) = softmax(logits(x) / tau)
 * }</pre>
 *
 * <p>The minimum, where both agree, is the entropy of what the teacher says, not 0. A temperature
 * below 1 makes the teacher surer than it is. Gradient flows to the student only.
 *
 * <p>Chen et al. 2020, <a href="https://arxiv.org/abs/2006.10029">Big self-supervised models are
 * strong semi-supervised learners</a>, section 2; the idea is of Hinton et al. 2015, <a
 * href="https://arxiv.org/abs/1503.02531">Distilling the knowledge in a neural network</a>.
 *
 * @param temperature tau, above 0; 0.1 for a student like its teacher and 1 for a smaller one in
 *     the paper
 */
public record DistillationLoss(double temperature) {

    private static final String NAME = "The distillation loss";

    /** Checks the temperature. */
    public DistillationLoss {
        Require.positive(NAME, "temperature", temperature);
    }

    /**
     * The mean over the samples.
     *
     * @param student logits, {@code (n, k)}
     * @param teacher logits, {@code (n, k)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ
     */
    public NDArray evaluate(NDArray student, NDArray teacher) {
        Require.sameRows(NAME, 1, student, teacher);
        NDArray target =
                Numbers.times(teacher.stopGradient(), 1 / temperature).softmax(1); // (n, k)
        return CrossEntropy.mean(Numbers.times(student, 1 / temperature), target);
    }
}
