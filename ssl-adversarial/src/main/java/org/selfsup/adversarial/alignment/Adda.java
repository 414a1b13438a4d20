package org.selfsup.adversarial.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.data.Labels;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.loss.GanLoss;
import org.selfsup.train.BatchLabels;
import org.selfsup.train.HealthMonitor;
import org.selfsup.train.MomentumEncoder;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * ADDA: an encoder learns a labelled domain, then a copy of it learns to make of an unlabelled
 * domain what the first makes of the labelled one.
 *
 * <pre>{@code
 * first  min over M_s, C   mean -log C(M_s(s_i))[y_i]
 * then   min over D        mean -log D(M_s(s_i)) + mean -log(1 - D(M_t(t_i)))        (eq. 9)
 *        min over M_t      mean -log D(M_t(t_i))
 * }</pre>
 *
 * <p>Input: two arrays {@code (n, ...)}, the source s and the target t, see {@link
 * org.selfsup.data.UnpairedViews}. The encoder gives {@code (n, d)}, the classifier C is a linear
 * layer to {@code (n, k)}, the discriminator D gives {@code (n, 1)}. In the first steps the encoder
 * is M_s and learns the source's labels. After the last of them a copy keeps it, frozen; the
 * encoder goes on as M_t and plays against D, and C stays as it is. In the end the encoder and C
 * classify the target, and the copy and C the source. Target labels are nowhere.
 *
 * <p>Reports {@code accuracy} on the source, later {@code discriminator_accuracy}.
 *
 * <p>Use it where the domains need different low-level features, which one encoder for both, as in
 * {@link Dann}, does not give. Known failure: nothing ties M_t to the classes but where it starts,
 * so long games or large learning rates exchange classes.
 *
 * <p>Tzeng et al. 2017, <a href="https://arxiv.org/abs/1702.05464">Adversarial Discriminative
 * Domain Adaptation</a>.
 */
public final class Adda implements PretextTask {

    private final Networks networks;
    private final MomentumEncoder source;
    private final BatchLabels labels;
    private final Config config;
    private final ClassificationLoss classification = new ClassificationLoss();
    private final GanLoss game = new GanLoss.NonSaturating();

    /**
     * The stages.
     *
     * @param sourceSteps steps that learn the source's labels, at least 1; the plan's others are
     *     the game's
     * @param rate the game's learning rate relative to the plan's, positive; 1 in the paper
     */
    public record Config(long sourceSteps, double rate) {

        /** Checks the stage; the objectives check the rest. */
        public Config {
            if (sourceSteps < 1) {
                throw new IllegalArgumentException(
                        "The source is learnt for at least 1 step, got " + sourceSteps);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder M, {@code (n, ...) -> (n, d)}
     * @param discriminator D, {@code (n, d) -> (n, 1)}
     * @param labels of the source, in the order of its samples
     * @param config the stages
     */
    public Adda(Block encoder, Block discriminator, Labels labels, Config config) {
        this.labels = new BatchLabels(labels);
        this.config = config;
        source = new MomentumEncoder(encoder);
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .beside("classifier", Layers.linear(labels.names().size(), true))
                        .add("discriminator", discriminator)
                        .beside("source_encoder", source);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    /** From views of the target {@code (n, ...)} to logits of the classes {@code (n, k)}. */
    public Sequence classifier() {
        return networks.chain("encoder", "classifier");
    }

    /** The same as it was after the first stage: what the source alone teaches. */
    public Sequence sourceClassifier() {
        return networks.chain("source_encoder", "classifier");
    }

    @Override
    public List<Objective> objectives() {
        long game = config.sourceSteps();
        return List.of(
                new Objective("classification", classifier(), this::loss).withUntil(game),
                new Objective(
                                "discriminator",
                                networks.get("discriminator"),
                                this::discriminatorLoss)
                        .withFrom(game)
                        .withRate(config.rate()),
                new Objective("target", encoder(), this::targetLoss)
                        .withFrom(game)
                        .withRate(config.rate()));
    }

    /**
     * The source's cross entropy.
     *
     * @throws IllegalArgumentException if a source sample has no label here, or the pass says not
     *     which samples the batch holds
     */
    @Override
    public NDArray loss(Pass pass, NDList views) {
        NDArray logits = pass.forward(classifier(), views.get(0)); // (n, k)
        NDArray truth = Numbers.of(pass.manager(), labels.of(pass, logits.size(0))); // (n)
        pass.report("accuracy", classification.accuracy(logits, truth));
        // There is no game yet, but what is recorded keeps its columns.
        pass.report(HealthMonitor.DISCRIMINATOR, Float.NaN);
        return classification.evaluate(logits, truth);
    }

    private NDArray discriminatorLoss(Pass pass, NDList views) {
        NDArray real = judged(pass, pass.forward(source, views.get(0)));
        NDArray fake = judged(pass, pass.forward(encoder(), views.get(1)).stopGradient());
        pass.watchLogits(real, fake);
        return game.discriminator(real, fake);
    }

    private NDArray targetLoss(Pass pass, NDList views) {
        return game.generator(judged(pass, pass.forward(encoder(), views.get(1))));
    }

    private NDArray judged(Pass pass, NDArray features) {
        return pass.forward(networks.get("discriminator"), features); // (n, 1)
    }

    @Override
    public void afterStep(Pass pass) {
        if (pass.step() == config.sourceSteps() - 1) {
            source.copy();
        }
    }
}
