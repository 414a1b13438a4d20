package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import org.selfsup.augment.Binarize;
import org.selfsup.augment.ImageTransform;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.augment.Quantize;
import org.selfsup.generative.autoregressive.BernoulliPixels;
import org.selfsup.generative.autoregressive.CategoricalPixels;
import org.selfsup.generative.autoregressive.PixelDistribution;
import org.selfsup.generative.autoregressive.PixelModel;
import org.selfsup.train.Pass;
import picocli.CommandLine.Option;

/** A command that trains a model of pixels of two levels or a few. */
abstract class LevelMethod extends PixelMethod {

    @Option(
            names = "--levels",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "Levels of a pixel, up to 256; of 2, black and white are drawn anew in every"
                            + " epoch (default: ${DEFAULT-VALUE}).")
    private int levels = 2;

    /** What a pixel is distributed like. */
    final PixelDistribution pixels() {
        return levels == 2 ? new BernoulliPixels() : new CategoricalPixels(levels);
    }

    /** Probes see pixels from 0 to the last level. */
    @Override
    final Normalize normalize(Normalize measured) {
        return Generated.range(measured, 0, 1f / (levels - 1));
    }

    /** Two levels are drawn of the greys, more are the nearest ones. */
    @Override
    public final ImageViews views(PictureSet pictures) {
        ImageTransform transform = levels == 2 ? new Binarize() : new Quantize(levels);
        return pictures.cropped(transform);
    }

    @Override
    public final NDArray generate(PixelModel task, Pass pass, int n) {
        return draw(task, pass, n).div(levels - 1);
    }

    /** New pictures of numbers of levels. */
    NDArray draw(PixelModel task, Pass pass, int n) {
        return task.sample(pass, n);
    }
}
