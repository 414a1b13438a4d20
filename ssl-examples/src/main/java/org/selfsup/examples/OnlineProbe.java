package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.nn.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.eval.KnnProbe;
import org.selfsup.eval.Split;

/**
 * Nearest neighbours among a few pictures while training goes on. The encoder is only read, in
 * evaluation mode, and every step draws its randomness anew: the run's bits stay the same.
 *
 * @param encoder in training
 * @param pictures with labels
 * @param seed of the choice of pictures
 */
record OnlineProbe(Block encoder, PictureSet pictures, long seed) {

    private static final int TRAIN = 2_000;
    private static final int TEST = 500;

    /** The share of test pictures told right. */
    double accuracy() {
        if (!pictures.labelled()) {
            throw new IllegalArgumentException(
                    "The pictures have no labels for --online-probe to check against; leave it out");
        }
        Samples<Image> train = Subset.atMost(pictures.data().train(), TRAIN, seed);
        Samples<Image> test = Subset.atMost(pictures.data().test(), TEST, seed);
        try {
            Split split =
                    new Split(
                            Evaluation.extract(encoder, pictures, train, Device.cpu()),
                            Evaluation.extract(encoder, pictures, test, Device.cpu()));
            return new KnnProbe().evaluate(split).accuracy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
