package org.selfsup.contrastive.semisupervised;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.HashMap;
import java.util.Map;
import org.selfsup.data.Labels;
import org.selfsup.data.Subset;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * {@link Distillation} that learns from labels too, where they are known.
 *
 * <pre>{@code
 * L = - (1 - alpha) sum_{i labelled} log P_S(y_i | x_i)
 *     - alpha sum_i sum_y P_T(y | x_i; tau) log P_S(y | x_i; tau)     (eq. 3, here over n)
 * }</pre>
 *
 * <p>Input and networks are {@link Distillation}'s. Batches are drawn from all samples, so with few
 * labels most hold few labelled ones or none; as in the paper's sums, few labels weigh little.
 *
 * <p>Use it where labels are many; with few of them {@link Distillation} alone does as well.
 *
 * <p>Chen et al. 2020, <a href="https://arxiv.org/abs/2006.10029">Big self-supervised models are
 * strong semi-supervised learners</a>, section 2.
 */
public final class MixedDistillation implements PretextTask {

    private final Distillation distillation;
    private final Map<Integer, Integer> labels = new HashMap<>();
    private final double alpha;
    private final ClassificationLoss loss = new ClassificationLoss();

    /**
     * Adds labels to a distillation.
     *
     * @param distillation teacher and student
     * @param labelled which of the samples that are trained on have labels that may be used
     * @param alpha weight of the teacher, 0 to 1
     */
    public MixedDistillation(Distillation distillation, Subset<?> labelled, double alpha) {
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new IllegalArgumentException("The weight of the teacher is 0 to 1, got " + alpha);
        }
        this.distillation = distillation;
        this.alpha = alpha;
        Labels known =
                labelled.labels()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "The labelled samples have no labels; leave them"
                                                        + " out and use Distillation"));
        for (int i = 0; i < labelled.size(); i++) {
            labels.put(labelled.indices()[i], known.of()[i]);
        }
    }

    @Override
    public Networks networks() {
        return distillation.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        NDArray view = views.singletonOrThrow();
        NDArray logits = pass.forward(distillation.student(), view); // (n, k)
        NDArray taught = Numbers.times(distillation.loss(pass, view, logits), alpha);
        int[] samples = pass.samples();
        long[] truth = new long[samples.length];
        int known = 0;
        for (int i = 0; i < truth.length; i++) {
            Integer label = labels.get(samples[i]);
            truth[i] = label == null ? ClassificationLoss.UNKNOWN : label;
            known += label == null ? 0 : 1;
        }
        if (known == 0) {
            return taught;
        }
        NDArray told = loss.evaluate(logits, pass.manager().create(truth));
        return taught.add(Numbers.times(told, (1 - alpha) * known / samples.length));
    }
}
