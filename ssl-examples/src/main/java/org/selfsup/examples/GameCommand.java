package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.encoder.Dcgan;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a generator of pictures and its opponent.
 *
 * @param <T> the task
 */
abstract class GameCommand<T extends PretextTask> extends ImageMethod<T> {

    private static final int WIDTH = 32;

    @Option(
            names = "--latent",
            paramLabel = "D",
            defaultValue = "64",
            description = "Dimensions of z (default: ${DEFAULT-VALUE}).")
    private int latent = 64;

    /** The game of two new networks. */
    abstract T game(Block generator, Block encoder, int latent);

    /** From z to pictures. */
    abstract Block generator(T game);

    @Override
    public final String family() {
        return "adversarial";
    }

    /** Pixels from -1 to 1, as the generator's tanh makes them. */
    @Override
    final Normalize normalize(Normalize measured) {
        return Generated.range(measured, 0.5f, 0.5f);
    }

    @Override
    public final ImageViews views(PictureSet pictures) {
        return pictures.evaluationViews();
    }

    @Override
    public final T task(Block encoder, int features, PictureSet pictures, long steps) {
        Block generator =
                Dcgan.generator(
                        pictures.size(), pictures.channels(), WIDTH, Dcgan.Upsampling.RESIZED);
        return game(generator, encoder, latent);
    }

    @Override
    public final NDArray generate(T game, Pass pass, int n) {
        return Generated.pictures(generator(game), latent, pass, n);
    }

    @Override
    public final List<Section> pictures(T game, PictureSet pictures, NDManager manager, long seed) {
        return Generated.samples(generator(game), latent, manager, seed);
    }
}
