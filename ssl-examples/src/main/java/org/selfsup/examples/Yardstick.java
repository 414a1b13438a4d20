package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.selfsup.data.Image;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.ClassifierScore;
import org.selfsup.eval.Features;
import org.selfsup.eval.FrechetDistance;
import org.selfsup.train.Classifier;
import org.selfsup.train.Pass;

/** A trained classifier that judges pictures, with training pictures to compare them to. */
final class Yardstick {

    private final Classifier classifier;
    private final PictureSet pictures;
    private final String fingerprint;
    private final Device device;
    private final long seed;
    private final int count;
    private final int[] order;
    private final Features reference;

    /**
     * What is said of some pictures.
     *
     * @param count how many there are
     * @param score clear and varied classes
     * @param distance of the features from those of training pictures
     */
    record Verdict(int count, ClassifierScore score, double distance) {}

    /**
     * Takes the run of a classifier.
     *
     * @param run of the command classifier
     * @param most pictures to judge and to compare to, each at most half the training pictures
     * @param seed of the choice of pictures, and of what is generated
     * @param manager owner of the networks
     */
    Yardstick(Path run, int most, long seed, NDManager manager) throws IOException {
        FinishedRun<PictureSet, ?> finished = FinishedRun.ofPictures(run, manager);
        if (!(finished.task() instanceof Classifier trained)) {
            throw new IOException(
                    run
                            + " holds a run of "
                            + finished.settings().method()
                            + "; --classifier needs one of the command classifier");
        }
        classifier = trained;
        pictures = finished.data();
        fingerprint = finished.settings().fingerprint();
        device = manager.getDevice();
        this.seed = seed;
        int all = pictures.train().size();
        count = Math.min(most, all / 2);
        if (count < 2) {
            throw new IllegalArgumentException(
                    "At least 2 pictures are judged, got --pictures " + most);
        }
        order = Randomness.permutation(all, Randomness.at(seed));
        reference = features(training(0));
    }

    /** Training pictures other than those that are compared to: what perfect pictures get. */
    Verdict ofTraining() throws IOException {
        return of(training(count));
    }

    /** Pictures that neither the classifier nor a generator has seen. */
    Verdict ofTest() throws IOException {
        return of(Subset.atMost(pictures.data().test(), count, seed));
    }

    /** Pictures that a run makes. */
    Verdict ofGenerated(FinishedRun<PictureSet, ?> run) throws IOException {
        if (!run.settings().fingerprint().equals(fingerprint)) {
            throw new IllegalArgumentException(
                    "The classifier learnt "
                            + pictures.description()
                            + ", but this run of "
                            + run.settings().method()
                            + " learnt "
                            + run.data().description()
                            + "; compare runs of the same pictures");
        }
        try (NDManager manager = LibTorch.newManager(device)) {
            return of(pictures.packed(run.generate(count, seed, manager)));
        }
    }

    private Samples<Image> training(int from) {
        return new Subset<>(
                pictures.train(), Arrays.stream(order, from, from + count).sorted().toArray());
    }

    private Verdict of(Samples<Image> images) throws IOException {
        Features features = features(images);
        return new Verdict(
                images.size(),
                ClassifierScore.of(logits(features)),
                FrechetDistance.between(reference, features));
    }

    private Features features(Samples<Image> images) throws IOException {
        return pictures.features(classifier.encoder(), images, device);
    }

    private Features logits(Features features) {
        try (Autograd off = Autograd.off();
                NDManager scratch = LibTorch.newManager(device)) {
            NDArray x =
                    scratch.create(
                            features.values(), new Shape(features.size(), features.dimension()));
            NDArray logits = new Pass(scratch, false, 0, 1).forward(classifier.head(), x);
            return new Features(
                    logits.toFloatArray(), (int) logits.getShape().get(1), features.labels());
        }
    }
}
