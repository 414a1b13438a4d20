package org.selfsup.contrastive.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.encoder.FeatureMaps;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Contrastive predictive coding of sequences: from what was heard so far tell which of many pieces
 * comes next.
 *
 * <pre>{@code
 * z_t = g_enc(x_t),   c_t = g_ar(z_<=t),   f_k(z_t+k, c_t) = exp( z_t+k^T W_k c_t )    (eq. 3)
 * L = -mean_k log( f_k(z_t+k, c_t) / sum_j f_k(z_j, c_t) )                             (eq. 4)
 * }</pre>
 *
 * <p>Input: one view {@code (n, 1, t)} of recordings, or whatever the encoder takes. The sum runs
 * over all codes of the batch: other recordings, and other times of the same one. Trained: the
 * encoder, which holds g_enc and g_ar, and W_1 ... W_K. After training the encoder's result, the
 * mean of the contexts, is the representation.
 *
 * <p>Differs from the paper: the candidates are all codes of the batch rather than a drawn set; the
 * representation of a whole recording is the mean context.
 *
 * <p>Use it for sound and other sequences whose parts follow from one another slowly. g_ar must see
 * no later step, nor g_enc normalise over time: the answer would leak. Silence at the ends is easy
 * to predict and teaches nothing.
 *
 * <p>van den Oord, Li and Vinyals 2018, <a href="https://arxiv.org/abs/1807.03748">Representation
 * learning with contrastive predictive coding</a>, section 3.1.
 */
public final class Cpc implements PretextTask {

    private final Networks networks;
    private final FeatureMaps maps;
    private final int steps;

    /**
     * Puts the parts together.
     *
     * @param encoder to {@code (n, d')}, a {@link org.selfsup.encoder.Sequence} with a block {@code
     *     codes} that gives z {@code (n, t, d)} and later a block {@code context} that gives c
     *     {@code (n, t, e)}, such as {@link org.selfsup.encoder.WaveConvNet#withContext}
     * @param codes d
     * @param steps K, at least 1; 12 in the paper
     * @throws IllegalArgumentException if the encoder has no such blocks
     */
    public Cpc(Block encoder, int codes, int steps) {
        this.steps = Predictions.requireSteps(steps);
        maps = new FeatureMaps(encoder, "codes", "context");
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add(
                                "predictors",
                                Layers.linear((long) codes * steps, false),
                                batch -> maps.getOutputShapes(new Shape[] {batch})[2]);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        NDList features = pass.forward(maps, views);
        pass.watch(features.head());
        NDArray z = features.get(1).expandDims(2); // (n, t, 1, d)
        NDArray c = features.get(2).expandDims(2); // (n, t, 1, e)
        return Predictions.loss(pass, networks.get("predictors"), z, c, steps);
    }
}
