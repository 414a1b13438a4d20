package org.selfsup.contrastive.semisupervised;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.selfsup.data.Labels;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.data.Views;
import org.selfsup.loss.DistillationLoss;
import org.selfsup.train.Classifier;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.StepReport;
import org.selfsup.train.TrainingPlan;

/**
 * What to do with a pre-trained network, few labels and many samples: fine-tune it on the labels,
 * then let it teach a student on everything.
 *
 * <pre>{@code
 * teacher = fine-tuned(pre-trained encoder with the first layer of its projector, labelled samples)
 * student = distilled(teacher, all samples without their labels)
 * }</pre>
 *
 * <p>The network to fine-tune is any block {@code (n, ...) -> (n, d)} with values: an encoder, or
 * better one with the first layer of its projector. Pre-training is a task of its own, done before.
 *
 * <p>The student may be as large as the teacher, which makes it better, or smaller, which makes it
 * cheaper. The paper augments by crops and flips only in both steps, fine-tunes 60 epochs with 1 %
 * of the labels and 30 with 10 %, at a small learning rate without warm-up and weight decay, and
 * distils with the plan of pre-training.
 *
 * <p>Chen et al. 2020, <a href="https://arxiv.org/abs/2006.10029">Big self-supervised models are
 * strong semi-supervised learners</a>, section 2.
 *
 * @param <S> one sample
 */
public final class SelfTraining<S> {

    private final Samples<S> samples;
    private final Views<S> views;
    private final Config config;
    private final List<Consumer<StepReport>> listeners = new ArrayList<>();

    /**
     * How both steps are trained.
     *
     * @param fineTuning on the labelled samples, with a batch of at most as many
     * @param distillation on all samples
     * @param loss of the student
     */
    public record Config(
            TrainingPlan fineTuning, TrainingPlan distillation, DistillationLoss loss) {}

    /**
     * Describes the data and the plans.
     *
     * @param samples all of them; labels they may have are not looked at
     * @param views one view of a sample
     * @param config plans and temperature
     */
    public SelfTraining(Samples<S> samples, Views<S> views, Config config) {
        this.samples = samples;
        this.views = views;
        this.config = config;
    }

    /** Calls someone after every step of either training. */
    public SelfTraining<S> listen(Consumer<StepReport> listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Both steps.
     *
     * @param pretrained {@code (n, ...) -> (n, d)} with values; fine-tuned and then frozen
     * @param labelled those of the samples whose labels may be used
     * @param student encoder {@code (n, ...) -> (n, e)}, the linear head is added here
     * @param manager owner of the new values
     * @return the student that was taught; its teacher is among its networks
     * @throws IOException if a sample cannot be read
     */
    public Distillation train(
            Block pretrained, Subset<S> labelled, Block student, NDManager manager)
            throws IOException {
        return distil(fineTune(pretrained, labelled, manager), student, manager);
    }

    /** The first step: a new head on a network, both trained with labels. */
    public Classifier fineTune(Block pretrained, Subset<S> labelled, NDManager manager)
            throws IOException {
        Labels labels =
                labelled.labels()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "Fine-tuning needs labels, the labelled samples"
                                                        + " have none"));
        return trained(new Classifier(pretrained, labels), labelled, config.fineTuning(), manager);
    }

    /** The second step: a student learns from a classifier, which is frozen. */
    public Distillation distil(Classifier teacher, Block student, NDManager manager)
            throws IOException {
        Distillation task =
                new Distillation(teacher.classifier(), student, teacher.classes(), config.loss());
        return trained(task, samples, config.distillation(), manager);
    }

    private <T extends PretextTask> T trained(
            T task, Samples<S> on, TrainingPlan plan, NDManager manager) throws IOException {
        try (Pretrainer<S> pretrainer = new Pretrainer<>(task, on, views, plan, manager)) {
            listeners.forEach(pretrainer::listen);
            pretrainer.run();
        }
        return task;
    }
}
