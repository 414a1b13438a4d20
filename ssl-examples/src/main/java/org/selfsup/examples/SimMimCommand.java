package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.generative.masked.SimMim;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;

/** Trains SimMIM on pictures. */
@Command(
        name = "simmim",
        mixinStandardHelpOptions = true,
        description =
                "SimMIM (2111.09886): masked pixels from a line through the encoder's tokens.")
final class SimMimCommand extends MaskedPictures<SimMim> {

    SimMimCommand() {
        super(0.6, 2);
    }

    @Override
    public SimMim task(Block encoder, int features, PictureSet pictures, long steps) {
        return new SimMim(MultiCrop.transformer("simmim", encoder), pictures.channels());
    }

    @Override
    NDArray reconstruct(SimMim task, Pass pass, NDList batch) {
        return task.reconstruct(pass, batch);
    }
}
