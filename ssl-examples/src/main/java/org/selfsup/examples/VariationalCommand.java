package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.List;
import java.util.function.BinaryOperator;
import org.selfsup.augment.Binarize;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.encoder.Mlp;
import org.selfsup.generative.autoencoder.VariationalAutoencoder;
import org.selfsup.loss.BernoulliLikelihood;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;
import picocli.CommandLine.Option;

/**
 * A command that trains a latent variable model on pictures of black and white.
 *
 * @param <T> the task
 */
abstract class VariationalCommand<T extends VariationalAutoencoder> extends LikelihoodMethod<T> {

    static final BinaryOperator<NDArray> LIKELIHOOD = new BernoulliLikelihood()::evaluate;

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
    public final Usual usual() {
        return new Usual("mlp", 1e-3, 0.9);
    }

    /** Pixels stay from 0 to 1, as the likelihood wants them. */
    @Override
    final Normalize normalize(Normalize measured) {
        return Generated.range(measured, 0, 1);
    }

    /** Every epoch sees black and white drawn anew from the greys. */
    @Override
    public final ImageViews views(PictureSet pictures) {
        return pictures.cropped(new Binarize());
    }

    /** The task of two new networks, the decoder one of z. */
    abstract T task(Block encoder, Block decoder, int latent, PictureSet pictures);

    @Override
    public final T task(Block encoder, int features, PictureSet pictures, long steps) {
        return task(encoder, Mlp.decoder(pictures.shape(), 500, 500), latent, pictures);
    }

    /** A sample is seen {@code --importance} times: one at a time is enough. */
    @Override
    final int together() {
        return 1;
    }

    @Override
    final NDArray logLikelihood(T task, Samples<Image> test, Pass pass, NDList batch) {
        return task.logLikelihood(pass, batch.head(), importance);
    }

    /** The means that the decoder gives for z of the prior: greys, not draws of black and white. */
    @Override
    public final NDArray generate(T task, Pass pass, int n) {
        return Activation.sigmoid(task.generate(pass, n));
    }

    @Override
    final List<Section.Gallery.Row> rows(T task, PictureSet pictures, Pass pass, long seed)
            throws IOException {
        NDArray x = seen(task, pictures, pass, seed).head();
        NDArray back = Activation.sigmoid(task.reconstruct(pass, x));
        return List.of(Generated.row("seen", x, 0, 1), Generated.row("reconstructed", back, 0, 1));
    }
}
