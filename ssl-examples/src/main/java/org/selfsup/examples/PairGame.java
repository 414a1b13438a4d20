package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import org.selfsup.adversarial.complete.PairDiscriminator;
import org.selfsup.augment.Normalize;
import org.selfsup.encoder.Dcgan;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Mlp;
import org.selfsup.encoder.Sequence;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains an encoder and a generator against a discriminator of pairs.
 *
 * @param <T> the task
 */
abstract class PairGame<T extends PretextTask> extends CodedGame<T> {

    private static final int WIDTH = 32; // of convolutional networks
    private static final int UNITS = 1024;

    /** What generator and discriminator are made of. */
    enum Kind {
        /** Linear layers. */
        FLAT,
        /** DCGAN's convolutions. */
        CONVOLUTIONAL
    }

    @Option(
            names = "--networks",
            defaultValue = "flat",
            description =
                    "Of generator and discriminator, one of ${COMPLETION-CANDIDATES} (default:"
                            + " ${DEFAULT-VALUE}).")
    private Kind kind = Kind.FLAT;

    PairGame() {
        super(50);
    }

    /** The game of three new networks. */
    abstract T game(Block encoder, Block generator, PairDiscriminator discriminator);

    @Override
    public final Usual usual() {
        return new Usual("mlp_normalized", 2e-4, 0.5);
    }

    /** Pixels from -1 to 1, as the generator's tanh makes them. */
    @Override
    final Normalize normalize(Normalize measured) {
        return Generated.range(measured, 0.5f, 0.5f);
    }

    @Override
    final NDArray raw(NDArray normalized) {
        return normalized.add(1).div(2);
    }

    @Override
    public final T task(Block encoder, int features, PictureSet pictures, long steps) {
        int size = pictures.size();
        boolean flat = kind == Kind.FLAT;
        Block generator =
                flat
                        ? Mlp.generator(pictures.shape(), UNITS, UNITS)
                        : Dcgan.generator(
                                size, pictures.channels(), WIDTH, Dcgan.Upsampling.RESIZED);
        Block ofPicture =
                flat ? Mlp.spectral(UNITS) : Dcgan.encoder(size, WIDTH, Dcgan.Norm.SPECTRAL, UNITS);
        return game(
                encoder,
                generator,
                new PairDiscriminator(
                        bent(ofPicture), bent(Mlp.spectral(UNITS)), Mlp.spectral(UNITS, 1)));
    }

    private static Sequence bent(Block features) {
        return new Sequence().add("features", features).add("relu", Layers.leakyRelu(0.2f));
    }
}
