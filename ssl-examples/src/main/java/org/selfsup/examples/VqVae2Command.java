package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.ResidualCodec;
import org.selfsup.generative.autoencoder.VqVae2;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains VQ-VAE-2 on pictures. */
@Command(
        name = "vqvae2",
        mixinStandardHelpOptions = true,
        description =
                "VQ-VAE-2 (1906.00446): two grids of codes, the larger in light of the other.")
final class VqVae2Command extends Reconstruction<VqVae2> {

    private static final int WIDTH = 64;

    @Mixin private CodebookOptions codebook = new CodebookOptions();

    @Override
    public Usual usual() {
        return new Usual("vq2", 1e-3, 0.9);
    }

    @Override
    public Views<Image> views(PictureSet pictures) {
        return pictures.evaluationViews();
    }

    @Override
    public VqVae2 task(Block encoder, int features, PictureSet pictures, long steps) {
        Block decoder = ResidualCodec.decoder(WIDTH, 1, pictures.channels());
        return new VqVae2(encoder, decoder, codebook.config());
    }

    @Override
    NDArray reconstruct(VqVae2 task, Pass pass, NDList batch) {
        return task.reconstruct(pass, batch.singletonOrThrow());
    }
}
