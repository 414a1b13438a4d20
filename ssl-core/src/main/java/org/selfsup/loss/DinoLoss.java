package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import org.selfsup.engine.Numbers;

/**
 * Cross entropy of a student with a centred and sharpened teacher across views, DINO.
 *
 * <pre>{@code
 * L = mean over views i != j and samples of  -sum_k p_t(x_i)(k) log p_s(x_j)(k)   (eq. 3)
 * p_t = softmax((teacher - c) / t_t),   p_s = softmax(student / t_s)
 * }</pre>
 *
 * <p>No gradient reaches the teacher. The centre c is an argument: the method keeps it, and takes
 * {@link #nextCenter} after the loss.
 *
 * <p>Caron et al. 2021, <a href="https://arxiv.org/abs/2104.14294">Emerging Properties in
 * Self-Supervised Vision Transformers</a>.
 *
 * @param teacherTemperature t_t, positive; 0.04 rising to 0.07 in the paper
 * @param studentTemperature t_s, positive; 0.1 in the paper
 * @param centerMomentum the share of the old centre that is kept, from 0 to 1; 0.9 in the paper
 */
public record DinoLoss(float teacherTemperature, float studentTemperature, float centerMomentum) {

    private static final String NAME = "DINO";

    /** Checks the parameters. */
    public DinoLoss {
        Require.positive(NAME, "teacher temperature", teacherTemperature);
        Require.positive(NAME, "student temperature", studentTemperature);
        Require.between(NAME, "centre momentum", 0, 1, centerMomentum);
    }

    /**
     * The mean loss.
     *
     * @param student outputs for all views, each {@code (n, k)}, the teacher's views first
     * @param teacher outputs for the first views, each {@code (n, k)}
     * @param center the centre before this batch, {@code (k)}; zeros at first
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit or no two views can be compared
     */
    public NDArray evaluate(NDList student, NDList teacher, NDArray center) {
        if (teacher.isEmpty() || student.size() < Math.max(2, teacher.size())) {
            throw new IllegalArgumentException(
                    "DINO needs at least two views of the student, the teacher's among them, got "
                            + student.size()
                            + " of the student and "
                            + teacher.size()
                            + " of the teacher");
        }
        NDList all = new NDList(student);
        all.addAll(teacher);
        long k = Require.sameRows(NAME, 1, all.toArray(new NDArray[0])).get(1);
        Require.that(Require.is(center, k), NAME, "a centre (" + k + ")", center);
        NDArray sum = Numbers.of(student.head().getManager(), 0);
        for (int i = 0; i < teacher.size(); i++) {
            NDArray target = target(teacher.get(i), center, teacherTemperature);
            for (int j = 0; j < student.size(); j++) {
                if (i != j) {
                    NDArray logits = Numbers.times(student.get(j), 1 / studentTemperature);
                    sum = sum.add(CrossEntropy.mean(logits, target));
                }
            }
        }
        return Numbers.times(sum, 1.0 / (teacher.size() * (student.size() - 1)));
    }

    /**
     * The centre after a batch.
     *
     * <pre>{@code c = m c + (1 - m) mean over views and samples of the teacher's output   (eq. 4) }
     * </pre>
     *
     * @param teacher outputs, each {@code (n, k)}
     * @param center the centre before, {@code (k)}
     * @return {@code (k)}, on the teacher's manager, without gradient
     */
    public NDArray nextCenter(NDList teacher, NDArray center) {
        return nextCenter(NDArrays.concat(teacher), center, centerMomentum);
    }

    /**
     * What the student shall say: p_t, without gradient.
     *
     * @param teacher outputs, each {@code (n, k)}
     * @param center the centre before this batch, {@code (k)}
     * @return {@code (v n, k)}, rows sum to 1
     */
    public NDArray targets(NDList teacher, NDArray center) {
        return target(NDArrays.concat(teacher), center, teacherTemperature);
    }

    static NDArray target(NDArray teacher, NDArray center, float temperature) {
        return teacher.stopGradient().sub(center.stopGradient()).div(temperature).softmax(-1);
    }

    static NDArray nextCenter(NDArray teacher, NDArray center, float momentum) {
        NDArray mean = teacher.stopGradient().mean(new int[] {0}); // (k)
        return mean.mul(1 - momentum).add(center.stopGradient().mul(momentum));
    }
}
