package org.selfsup.adversarial.alignment;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.selfsup.augment.VectorViews;
import org.selfsup.data.Labels;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.UnpairedViews;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Classification;
import org.selfsup.eval.Features;
import org.selfsup.train.Adam;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

/**
 * Points of two classes. The first coordinate tells them best, but in the target it is shifted so
 * far that all points look like one class; the second tells them in both domains.
 *
 * @param shift of the first coordinate
 * @param size points
 * @param seed of the noise
 */
record TwoDomains(float shift, int size, long seed) implements Samples<float[]> {

    static final TwoDomains SOURCE = new TwoDomains(0, 400, 1);
    static final TwoDomains TARGET = new TwoDomains(3, 400, 2);

    private static final VectorViews ROWS = new VectorViews(2);

    @Override
    public float[] get(int index) {
        RandomGenerator random = Randomness.at(seed, index);
        float side = index % 2 == 0 ? -1 : 1;
        return new float[] {
            side + shift + 0.3f * (float) random.nextGaussian(),
            side + 0.5f * (float) random.nextGaussian()
        };
    }

    @Override
    public Optional<Labels> labels() {
        int[] of = new int[size];
        for (int i = 1; i < size; i += 2) {
            of[i] = 1;
        }
        return Optional.of(new Labels(of, List.of("left", "right")));
    }

    static UnpairedViews<float[]> views() {
        return new UnpairedViews<>(ROWS, TARGET);
    }

    /** Trains on both domains, without the target's labels. */
    static void train(PretextTask task, long steps, double rate, NDManager manager)
            throws IOException {
        TrainingPlan plan = new TrainingPlan(steps, 64, new Adam(), Schedule.constant(rate));
        try (Pretrainer<float[]> pretrainer =
                new Pretrainer<>(task, SOURCE, views(), plan, manager)) {
            pretrainer.run();
        }
    }

    /** The share of a domain's points that a classifier tells right. */
    double accuracy(Block classifier) throws IOException {
        Device device = Device.cpu();
        return Classification.of(Features.extract(classifier, this, ROWS, size, device, 1))
                .accuracy();
    }

    static NDManager manager() {
        return LibTorch.newManager(Device.cpu());
    }
}
