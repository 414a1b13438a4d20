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
 * Contrastive predictive coding of pictures: from the patches of the upper rows tell which of many
 * patches lies further down.
 *
 * <pre>{@code
 * z_uv = g_enc(x_uv),   c_uv = g_ar(z of rows <= u)
 * L = -mean_k,u,v log( exp(z_u+k,v^T W_k c_uv) / sum_j exp(z_j^T W_k c_uv) )       (eq. 4)
 * }</pre>
 *
 * <p>Input: one view {@code (n, c, h, w)}. The sum runs over all patches of the batch, other places
 * of the same picture among them. Trained: the patch encoder g_enc, the context network g_ar, W_1
 * ... W_K. After training the encoder's result, the mean of z over all patches, is the
 * representation.
 *
 * <p>Differs from the paper: the candidates are all patches of the batch rather than a drawn set;
 * patches are not cropped or coloured one by one; g_ar is a stack of convolutions without gates.
 *
 * <p>Use it where a picture has parts that tell of one another. It costs as much as encoding all
 * patches: four times the picture where they overlap by half. Colour that is the same all over
 * gives the answer away; let the views jitter it.
 *
 * <p>van den Oord, Li and Vinyals 2018, <a href="https://arxiv.org/abs/1807.03748">Representation
 * learning with contrastive predictive coding</a>, section 3.2.
 */
public final class ImageCpc implements PretextTask {

    private final Networks networks;
    private final FeatureMaps maps;
    private final Block context;
    private final int steps;

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}, a {@link org.selfsup.encoder.Sequence} with a
     *     block {@code codes} that gives z {@code (n, d, rows, columns)}, such as {@link
     *     org.selfsup.encoder.PatchEncoder#mean}
     * @param context g_ar, {@code (n, d, rows, columns) -> (n, e, rows, columns)}, blind to the
     *     rows below, such as {@link org.selfsup.encoder.RowContext}
     * @param codes d
     * @param steps K, rows that are predicted, at least 1 and below the rows of the grid
     * @throws IllegalArgumentException if the encoder has no such block
     */
    public ImageCpc(Block encoder, Block context, int codes, int steps) {
        this.context = context;
        this.steps = Predictions.requireSteps(steps);
        maps = new FeatureMaps(encoder, "codes");
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("context", context, this::map)
                        .add(
                                "predictors",
                                Layers.linear((long) codes * steps, false),
                                this::contexts);
    }

    private Shape map(Shape batch) {
        return maps.getOutputShapes(new Shape[] {batch})[1];
    }

    private Shape contexts(Shape batch) {
        Shape[] map = {map(batch)};
        return new Shape(1, context.getOutputShapes(map)[0].get(1));
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        NDList features = pass.forward(maps, views);
        pass.watch(features.head());
        NDArray map = features.get(1); // (n, d, rows, columns)
        NDArray z = map.transpose(0, 2, 3, 1);
        NDArray c = pass.forward(context, map).transpose(0, 2, 3, 1);
        return Predictions.loss(pass, networks.get("predictors"), z, c, steps);
    }
}
