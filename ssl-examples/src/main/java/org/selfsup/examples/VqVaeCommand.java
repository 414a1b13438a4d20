package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.ResidualCodec;
import org.selfsup.generative.autoencoder.VqVae;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains VQ-VAE on pictures. */
@Command(
        name = "vqvae",
        mixinStandardHelpOptions = true,
        description = "VQ-VAE (1711.00937): an autoencoder whose code is a grid of discrete codes.")
final class VqVaeCommand extends Reconstruction<VqVae> {

    private static final int WIDTH = 64;

    @Mixin private CodebookOptions codebook = new CodebookOptions();

    @Override
    public Usual usual() {
        return new Usual("vq", 1e-3, 0.9);
    }

    @Override
    public Views<Image> views(PictureSet pictures) {
        return pictures.evaluationViews();
    }

    @Override
    public VqVae task(Block encoder, int features, PictureSet pictures, long steps) {
        Block decoder = ResidualCodec.decoder(WIDTH, 2, pictures.channels());
        return new VqVae(encoder, "map", decoder, codebook.config());
    }

    @Override
    NDArray reconstruct(VqVae task, Pass pass, NDList batch) {
        return task.reconstruct(pass, batch.singletonOrThrow());
    }
}
