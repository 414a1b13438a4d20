package org.selfsup.contrastive.semisupervised;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.Collections;
import org.selfsup.encoder.FrozenNetwork;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.loss.DistillationLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Self-training's last step: a student learns to say what its teacher says, on samples without
 * labels.
 *
 * <pre>{@code
 * L = - sum_i sum_y P_T(y | x_i; tau) log P_S(y | x_i; tau)      (eq. 2, here the mean over i)
 * }</pre>
 *
 * <p>Input: one view {@code (n, ...)}, which both see. The teacher gives logits {@code (n, k)}; it
 * is frozen, in evaluation mode, and saved with the student. The student is an encoder {@code (n,
 * ...) -> (n, d)} and a linear head {@code (n, k)}, both trained; an encoder that has values starts
 * from them.
 *
 * <p>Reports {@code agreement}, the share of the batch that both put in the same class.
 *
 * <p>Use it to make a classifier better with samples that have no labels, or to make it smaller.
 * The student inherits the teacher's mistakes: it cannot be used to find them.
 *
 * <p>Chen et al. 2020, <a href="https://arxiv.org/abs/2006.10029">Big self-supervised models are
 * strong semi-supervised learners</a>, section 2. {@link MixedDistillation} adds labels.
 */
public final class Distillation implements PretextTask {

    private final Networks networks;
    private final Block teacher;
    private final Sequence student;
    private final DistillationLoss loss;

    /**
     * Puts the parts together.
     *
     * @param teacher {@code (n, ...) -> (n, k)}, logits; frozen from here on
     * @param encoder the student's, {@code (n, ...) -> (n, d)}
     * @param classes k
     * @param loss with its temperature
     * @throws IllegalArgumentException if teacher and student share parameters
     */
    public Distillation(Block teacher, Block encoder, int classes, DistillationLoss loss) {
        if (!Collections.disjoint(
                StateDict.parameters(teacher).values(), StateDict.parameters(encoder).values())) {
            throw new IllegalArgumentException(
                    "The student shares parameters with its teacher, which is frozen; give the"
                            + " student an encoder of its own");
        }
        this.teacher = new FrozenNetwork(teacher);
        this.loss = loss;
        networks =
                new Networks()
                        .beside("teacher", this.teacher)
                        .add("encoder", encoder)
                        .add("head", Layers.linear(classes, true));
        student = networks.chain("encoder", "head");
    }

    @Override
    public Networks networks() {
        return networks;
    }

    /** The student, from a view {@code (n, ...)} to logits {@code (n, k)}. */
    public Sequence student() {
        return student;
    }

    @Override
    public boolean sumsOverSamples() {
        return true;
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        return loss(pass, views.singletonOrThrow(), pass.forward(student, views.head()));
    }

    /** The loss, given the student's logits. */
    NDArray loss(Pass pass, NDArray view, NDArray logits) {
        NDArray taught = pass.forward(teacher, view); // (n, k), no gradient
        pass.report("agreement", new ClassificationLoss().accuracy(logits, taught.argMax(1)));
        return loss.evaluate(logits, taught);
    }
}
