package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.augment.Binarize;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.generative.hybrid.Made;
import org.selfsup.generative.hybrid.Ordering;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains MADE on pictures of black and white. */
@Command(
        name = "made",
        mixinStandardHelpOptions = true,
        description =
                "MADE (1502.03509): an autoencoder whose masks let each output see only the inputs"
                        + " before its own.")
final class MadeCommand extends LikelihoodMethod<Made> {

    @Option(
            names = "--hidden",
            paramLabel = "D,D",
            split = ",",
            arity = "1",
            defaultValue = "500",
            description = "Units of each hidden layer (default: ${DEFAULT-VALUE}).")
    private int[] hidden = {500};

    @Option(
            names = "--orders",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Random orders of the pixels that take turns; 1 is the order of reading"
                            + " (default: ${DEFAULT-VALUE}).")
    private int orders = 1;

    @Override
    public Usual usual() {
        return new Usual(Usual.OWN, 1e-3, 0.9, 100);
    }

    /** Pixels stay from 0 to 1. */
    @Override
    Normalize normalize(Normalize measured) {
        return Generated.range(measured, 0, 1);
    }

    /** Every epoch sees black and white drawn anew from the greys. */
    @Override
    public ImageViews views(PictureSet pictures) {
        return pictures.cropped(new Binarize());
    }

    @Override
    public Block encoder(String name, PictureSet pictures) {
        return made(pictures).encoder();
    }

    @Override
    public Made task(Block encoder, int features, PictureSet pictures, long steps) {
        return made(pictures);
    }

    private Made made(PictureSet pictures) {
        int pixels = Math.toIntExact(pictures.shape().size());
        return orders == 1
                ? new Made(pictures.shape(), hidden)
                : new Made(pictures.shape(), Ordering.random(orders, pixels, seed(), hidden));
    }

    @Override
    NDArray logLikelihood(Made task, Samples<Image> test, Pass pass, NDList batch) {
        return task.logLikelihood(pass, batch.head());
    }

    @Override
    public NDArray generate(Made task, Pass pass, int n) {
        return task.sample(pass, n);
    }
}
