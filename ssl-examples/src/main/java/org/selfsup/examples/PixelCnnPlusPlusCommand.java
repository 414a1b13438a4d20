package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.generative.autoregressive.PixelCnnPlusPlus;
import org.selfsup.generative.autoregressive.PixelModel;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains PixelCNN++. */
@Command(
        name = "pixelcnnpp",
        mixinStandardHelpOptions = true,
        description =
                "PixelCNN++ (1701.05517): mixtures of logistic distributions for pixels of 8 bits,"
                        + " two shifted streams at several sizes.")
final class PixelCnnPlusPlusCommand extends PixelMethod {

    @Option(
            names = "--sizes",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Sizes of the maps, each half of the one before (default: ${DEFAULT-VALUE}).")
    private int sizes = 3;

    @Option(
            names = "--resnets",
            paramLabel = "N",
            defaultValue = "1",
            description = "Blocks of each size on the way down (default: ${DEFAULT-VALUE}).")
    private int resnets = 1;

    @Option(
            names = "--filters",
            paramLabel = "N",
            defaultValue = "32",
            description = "Channels of both streams (default: ${DEFAULT-VALUE}).")
    private int filters = 32;

    @Option(
            names = "--components",
            paramLabel = "K",
            defaultValue = "5",
            description = "Of the mixture (default: ${DEFAULT-VALUE}).")
    private int components = 5;

    @Option(
            names = "--dropout",
            paramLabel = "RATE",
            defaultValue = "0",
            description = "Share of values set to 0 in training (default: ${DEFAULT-VALUE}).")
    private float dropout;

    /** Pixels from -1 to 1. */
    @Override
    Normalize normalize(Normalize measured) {
        return Generated.range(measured, 0.5f, 0.5f);
    }

    @Override
    public ImageViews views(PictureSet pictures) {
        return pictures.evaluationViews();
    }

    @Override
    PixelModel model(PictureSet pictures) {
        return new PixelCnnPlusPlus(
                pictures.shape(),
                new PixelCnnPlusPlus.Config(sizes, resnets, filters, components, dropout));
    }

    @Override
    public NDArray generate(PixelModel task, Pass pass, int n) {
        return task.sample(pass, n).add(1).div(2);
    }
}
