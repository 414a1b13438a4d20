package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.PatchPredictor;
import org.selfsup.encoder.Transformer;
import org.selfsup.encoder.VisionTransformer;
import org.selfsup.generative.masked.MaskedAutoencoder;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains MAE on pictures. */
@Command(
        name = "mae",
        mixinStandardHelpOptions = true,
        description = "MAE (2111.06377): from a quarter of its patches draw the rest of a picture.")
final class MaeCommand extends MaskedPictures<MaskedAutoencoder> {

    private static final int HEAD = 16; // features of one head of the decoder

    @Option(
            names = "--decoder-width",
            paramLabel = "D",
            defaultValue = "64",
            description = "Width of the decoder, a multiple of 16 (default: ${DEFAULT-VALUE}).")
    private int width = 64;

    @Option(
            names = "--decoder-depth",
            paramLabel = "N",
            defaultValue = "1",
            description = "Layers of the decoder (default: ${DEFAULT-VALUE}).")
    private int depth = 1;

    MaeCommand() {
        super(0.75, 1);
    }

    @Override
    public MaskedAutoencoder task(Block encoder, int features, PictureSet pictures, long steps) {
        VisionTransformer transformer = MultiCrop.transformer("mae", encoder);
        int side = transformer.config().patch();
        PatchPredictor decoder =
                new PatchPredictor(
                        pictures.size() / side,
                        features,
                        (long) pictures.channels() * side * side,
                        Transformer.Config.of(width, depth, Math.max(1, width / HEAD)));
        return new MaskedAutoencoder(transformer, decoder);
    }

    @Override
    NDArray reconstruct(MaskedAutoencoder task, Pass pass, NDList batch) {
        return task.reconstruct(pass, batch);
    }
}
