package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.selfsup.engine.Numbers;

/**
 * Cross entropy of student and teacher at the masked patches of one view, iBOT's masked image
 * modelling term; its other term is {@link DinoLoss} on the class tokens.
 *
 * <pre>{@code
 * L = mean over samples of  1/|M| sum_{i in M} -p_t(x_i) . log p_s(masked x_i)
 * }</pre>
 *
 * <p>Both distributions are as in {@link DinoLoss}, with a centre of the patches' own. No gradient
 * reaches the teacher. A sample without a masked patch counts as 0.
 *
 * <p>Zhou et al. 2022, <a href="https://arxiv.org/abs/2111.07832">iBOT: Image BERT Pre-Training
 * with Online Tokenizer</a>.
 *
 * @param teacherTemperature positive; 0.04 rising to 0.07 in the paper
 * @param studentTemperature positive; 0.1 in the paper
 * @param centerMomentum the share of the old centre that is kept, from 0 to 1; 0.9 in the paper
 */
public record IBotPatchLoss(
        float teacherTemperature, float studentTemperature, float centerMomentum) {

    private static final String NAME = "iBOT";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def masked(self, student: Tensor, target: Tensor, mask: Tensor) -> Tensor:
                      m = mask.to(student.dtype)
                      each = -(target * torch.log_softmax(student, -1)).sum([2])
                      return ((each * m).sum([1]) / m.sum([1]).clamp_min(1)).mean()
                    """);

    /** Checks the parameters. */
    public IBotPatchLoss {
        Require.positive(NAME, "teacher temperature", teacherTemperature);
        Require.positive(NAME, "student temperature", studentTemperature);
        Require.between(NAME, "centre momentum", 0, 1, centerMomentum);
    }

    /**
     * The mean loss of one view.
     *
     * @param student outputs at the patches of the masked view, {@code (n, t, k)}
     * @param teacher outputs at the patches of the whole view, {@code (n, t, k)}
     * @param mask 1 or true where a patch is masked, {@code (n, t)}
     * @param center the patches' centre before this batch, {@code (k)}; zeros at first
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray student, NDArray teacher, NDArray mask, NDArray center) {
        Shape shape = Require.sameSamples(NAME, student, teacher);
        Require.that(
                shape.dimension() == 3
                        && mask.getShape().equals(shape.slice(0, 2))
                        && Require.is(center, shape.get(2)),
                NAME,
                "outputs (n, t, k), a mask (n, t) and a centre (k)",
                student,
                mask,
                center);
        NDArray target = DinoLoss.target(teacher, center, teacherTemperature);
        NDArray logits = Numbers.times(student, 1 / studentTemperature);
        return OPS.apply("masked", List.of(logits, target, mask));
    }

    /**
     * The patches' centre after a batch, as {@link DinoLoss#nextCenter}.
     *
     * @param teacher outputs at all patches, {@code (n, t, k)}
     * @param center the centre before, {@code (k)}
     * @return {@code (k)}, without gradient
     */
    public NDArray nextCenter(NDArray teacher, NDArray center) {
        long k = teacher.getShape().getLastDimension();
        return DinoLoss.nextCenter(teacher.reshape(-1, k), center, centerMomentum);
    }
}
