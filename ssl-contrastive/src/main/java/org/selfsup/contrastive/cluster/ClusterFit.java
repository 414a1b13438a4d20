package org.selfsup.contrastive.cluster;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Arrays;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.train.Buffer;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * ClusterFit: a new encoder, from scratch, learns the clusters that another one's features fell
 * into.
 *
 * <pre>{@code
 * y = k-means(f_pre(x_1), ..., f_pre(x_N))          "cluster"
 * L = mean of  -log softmax(g(f_cf(x_i)))(y_i)      "fit"
 * }</pre>
 *
 * <p>Input: one view or more {@code (n, c, h, w)}; row i of all shows the same sample. The encoder
 * f_cf gives {@code (n, d)}, the classifier g {@code (n, k)}. Both are trained. The clusters are
 * given, do not change and are part of a checkpoint; {@link org.selfsup.cluster.KMeans} makes them
 * from the first encoder's {@link org.selfsup.eval.Features}. After training f_cf gives the
 * representation.
 *
 * <p>Use it to smooth features that follow their pretext task too closely (rotation, jigsaw): what
 * is common to a cluster is less of the task and more of the picture. It does not collapse, and is
 * no better than the clusters: where the first features say nothing it learns nothing.
 *
 * <p>Yan et al. 2019, <a href="https://arxiv.org/abs/1912.03330">ClusterFit: improving
 * generalization of visual representations</a>.
 */
public final class ClusterFit implements PretextTask {

    private static final ClassificationLoss LOSS = new ClassificationLoss();

    private final Networks networks;
    private final Block encoder;
    private final Block classifier;
    private final Buffer clusters;

    /**
     * Puts the parts together.
     *
     * @param encoder f_cf, new, {@code (n, c, h, w) -> (n, d)}
     * @param clusters of every sample of the training set, 0 to k - 1, k at least 2
     * @throws IllegalArgumentException if a cluster is negative or there is only one
     */
    public ClusterFit(Block encoder, int[] clusters) {
        int k = 1 + Arrays.stream(clusters).max().orElse(0);
        if (k < 2 || Arrays.stream(clusters).anyMatch(cluster -> cluster < 0)) {
            throw new IllegalArgumentException(
                    "ClusterFit needs a cluster for every sample, numbered from 0, at least 2 of"
                            + " them, got "
                            + k
                            + " for "
                            + clusters.length
                            + " samples, the smallest "
                            + Arrays.stream(clusters).min().orElse(0));
        }
        this.encoder = encoder;
        classifier = Layers.linear(k, true);
        this.clusters =
                new Buffer(
                        (manager, shape, type) -> manager.create(clusters).toType(type, true),
                        clusters.length);
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("classifier", classifier)
                        .beside("clusters", this.clusters);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        int[] of = clusters.integers();
        int[] samples = PseudoLabels.batch(pass, views.head());
        long[] own = Arrays.stream(samples).mapToLong(sample -> of[sample]).toArray();
        NDArray labels = pass.manager().create(own, new Shape(own.length)); // (n)
        NDArray sum = Numbers.of(pass.manager(), 0);
        for (NDArray view : views) {
            NDArray h = pass.forward(encoder, view); // (n, d)
            NDArray logits = pass.forward(classifier, h); // (n, k)
            pass.watch(h);
            pass.report("fit", LOSS.accuracy(logits, labels));
            sum = sum.add(LOSS.evaluate(logits, labels));
        }
        return Numbers.times(sum, 1.0 / views.size());
    }
}
