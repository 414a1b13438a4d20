package org.selfsup.adversarial.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Block;
import org.selfsup.data.Labels;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.loss.GanLoss;
import org.selfsup.loss.GradientReversal;
import org.selfsup.train.BatchLabels;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Schedule;

/**
 * DANN: features that tell the classes of a labelled domain and do not tell it from an unlabelled
 * one, so that the classifier works on both.
 *
 * <pre>{@code
 * L = mean -log p(y_i | f(s_i)) + mean -log d(R(f(s_i))) + mean -log(1 - d(R(f(t_i))))
 * R(x) = x,   dR/dx = -lambda,   lambda = weight (2 / (1 + exp(-gamma progress)) - 1)
 * }</pre>
 *
 * <p>Input: two arrays {@code (n, ...)}, the source s and the target t, see {@link
 * org.selfsup.data.UnpairedViews}. The encoder f gives {@code (n, d)}, the classifier the classes'
 * logits {@code (n, k)}, the domain classifier d one logit {@code (n, 1)}, positive for the source.
 * All are trained by one loss; the gradient reversal R between f and d makes f learn the opposite
 * of what d learns. Both domains pass through the encoder as one batch, so that BatchNorm's
 * statistics tell nothing apart. The labels are those of the source and never stand in a batch;
 * target labels are nowhere.
 *
 * <p>Reports {@code classification}, {@code accuracy} on the source, {@code domain} (log 4 where
 * the domains look alike) and {@code discriminator_accuracy} (then 0.5).
 *
 * <p>Differs from the paper: its encoders are of AlexNet's time, here it is any; it decays the
 * learning rate of SGD along with lambda.
 *
 * <p>Use it where the target has the same classes in about the same shares. Known failure: features
 * aligned class on wrong class, with a domain accuracy of 0.5 all the same; choose the weight
 * without target labels, by what the source still allows.
 *
 * <p>Ganin et al. 2016, <a href="https://arxiv.org/abs/1505.07818">Domain-Adversarial Training of
 * Neural Networks</a>, section 4.2.
 */
public final class Dann implements PretextTask {

    private final Networks networks;
    private final BatchLabels labels;
    private final Schedule lambda;
    private final ClassificationLoss classification = new ClassificationLoss();
    private final GanLoss domains = new GanLoss.NonSaturating();

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, ...) -> (n, d)}
     * @param classifier {@code (n, d) -> (n, k)}, logits of the labels' classes
     * @param domain d, {@code (n, d) -> (n, 1)}
     * @param labels of the source, in the order of its samples
     * @param lambda for every step, at least 0, see {@link #rising}. With 0 only the source teaches
     *     the encoder: the baseline.
     */
    public Dann(Block encoder, Block classifier, Block domain, Labels labels, Schedule lambda) {
        this.labels = new BatchLabels(labels);
        this.lambda = lambda;
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .beside("classifier", classifier)
                        .add("domain", domain);
    }

    /**
     * The paper's schedule of lambda: the domains are told apart before they are confused.
     *
     * @param weight what it rises to, at least 0; 1 in the paper
     * @param gamma how soon, positive; 10 in the paper
     * @param steps of the whole training, at least 1
     */
    public static Schedule rising(double weight, double gamma, long steps) {
        return step ->
                weight * GradientReversal.at(Math.min(1, (double) step / steps), gamma).weight();
    }

    @Override
    public Networks networks() {
        return networks;
    }

    /** From views of any domain {@code (n, ...)} to logits of the classes {@code (n, k)}. */
    public Sequence classifier() {
        return networks.chain("encoder", "classifier");
    }

    /**
     * The loss of a batch of both domains.
     *
     * @throws IllegalArgumentException if a source sample has no label here, or the pass says not
     *     which samples the batch holds
     */
    @Override
    public NDArray loss(Pass pass, NDList views) {
        long n = views.head().size(0);
        NDArray features =
                pass.forward(networks.get("encoder"), Autograd.concat(views, 0)); // (2n, d)
        NDArray logits = pass.forward(networks.get("classifier"), features.get(first(n))); // (n, k)
        NDArray truth = Numbers.of(pass.manager(), labels.of(pass, n)); // (n)
        NDArray reversed = new GradientReversal((float) lambda.at(pass.step())).evaluate(features);
        NDArray domain = pass.forward(networks.get("domain"), reversed); // (2n, 1)
        NDArray source = domain.get(first(n));
        NDArray target = domain.get(new NDIndex(n + ":"));
        NDArray classes = classification.evaluate(logits, truth);
        NDArray confusion = domains.discriminator(source, target);
        pass.report("classification", classes);
        pass.report("accuracy", classification.accuracy(logits, truth));
        pass.report("domain", confusion);
        pass.watchLogits(source, target);
        return classes.add(confusion);
    }

    private static NDIndex first(long n) {
        return new NDIndex(":" + n);
    }
}
