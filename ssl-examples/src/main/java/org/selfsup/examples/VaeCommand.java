package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.List;
import org.selfsup.augment.Binarize;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.encoder.Mlp;
import org.selfsup.generative.autoencoder.Vae;
import org.selfsup.loss.BernoulliLikelihood;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a variational autoencoder on pictures. */
@Command(
        name = "vae",
        mixinStandardHelpOptions = true,
        description =
                "VAE (1312.6114): a latent variable model trained by the evidence lower bound.")
final class VaeCommand extends LikelihoodMethod<Vae> {

    @Option(
            names = "--latent",
            paramLabel = "D",
            defaultValue = "50",
            description = "Dimensions of z (default: ${DEFAULT-VALUE}).")
    private int latent = 50;

    @Option(
            names = "--importance",
            paramLabel = "K",
            defaultValue = "500",
            description =
                    "Samples of the importance-weighted bound, the figure nll_nats (default: ${DEFAULT-VALUE}).")
    private int importance = 500;

    @Override
    public Usual usual() {
        return new Usual("mlp", 1e-3, 0.9);
    }

    /** Pixels stay from 0 to 1, as the likelihood wants them. */
    @Override
    Normalize normalize(Normalize measured) {
        return Generated.range(measured, 0, 1);
    }

    /** Every epoch sees black and white drawn anew from the greys. */
    @Override
    public ImageViews views(PictureSet pictures) {
        return new ImageViews(
                pictures.channels(),
                List.of(new ImagePipeline(new CenterCrop(pictures.size()), new Binarize())));
    }

    @Override
    public Vae task(Block encoder, int features, PictureSet pictures, long steps) {
        Block decoder = Mlp.decoder(pictures.shape(), 500, 500);
        return new Vae(encoder, decoder, latent, new BernoulliLikelihood()::evaluate);
    }

    /** A sample is seen {@code --importance} times: one at a time is enough. */
    @Override
    int together() {
        return 1;
    }

    @Override
    NDArray logLikelihood(Vae task, PictureSet pictures, Pass pass, NDList batch) {
        return task.logLikelihood(pass, batch.head(), importance);
    }

    /** The means that the decoder gives for z of the prior: greys, not draws of black and white. */
    @Override
    public NDArray generate(Vae task, Pass pass, int n) {
        NDArray z = pass.manager().randomNormal(new Shape(n, latent));
        return Activation.sigmoid(pass.forward(task.decoder(), z));
    }

    @Override
    List<Section.Gallery.Row> rows(Vae task, PictureSet pictures, Pass pass) throws IOException {
        NDArray x = seen(task, pictures, pass).head();
        NDArray back = Activation.sigmoid(task.reconstruct(pass, x));
        return List.of(Generated.row("seen", x, 0, 1), Generated.row("reconstructed", back, 0, 1));
    }
}
