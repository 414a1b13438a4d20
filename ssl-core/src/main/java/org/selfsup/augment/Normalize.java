package org.selfsup.augment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;

/**
 * {@code (x - mean_c) / std_c}, the last step of a view. No randomness.
 *
 * @param mean one figure per channel
 * @param std one figure per channel, above 0
 */
public record Normalize(List<Float> mean, List<Float> std) implements ImageTransform {

    /** The figures of ImageNet, three channels. */
    public static final Normalize IMAGENET =
            new Normalize(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    /** The figures of CIFAR-10's training split, three channels. */
    public static final Normalize CIFAR10 =
            new Normalize(List.of(0.4914f, 0.4822f, 0.4465f), List.of(0.2470f, 0.2435f, 0.2616f));

    /** The figures of MNIST's training split, one channel. */
    public static final Normalize MNIST = new Normalize(List.of(0.1307f), List.of(0.3081f));

    /** Checks the figures. */
    public Normalize {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        Ranges.require(
                mean.size() == std.size(),
                "There are as many standard deviations as means, " + mean.size(),
                std.size());
        for (int c = 0; c < mean.size(); c++) {
            Ranges.require(Float.isFinite(mean.get(c)), "A mean is finite", mean.get(c));
            Ranges.require(
                    std.get(c) > 0 && Float.isFinite(std.get(c)),
                    "A standard deviation is finite and above 0",
                    std.get(c));
        }
    }

    /**
     * The figures of some pictures.
     *
     * @param samples pictures with the same number of channels
     * @param most how many to look at, evenly spaced
     * @throws IOException if one cannot be read
     */
    public static Normalize of(Samples<Image> samples, int most) throws IOException {
        int looked = Math.min(most, samples.size());
        int channels = samples.get(0).channels();
        double[] sum = new double[channels];
        double[] squares = new double[channels];
        long count = 0;
        for (int i = 0; i < looked; i++) {
            Image image = samples.get((int) ((long) i * samples.size() / looked));
            Ranges.require(
                    image.channels() == channels,
                    "All pictures have " + channels + " channels like the first",
                    image.channels());
            for (int y = 0; y < image.height(); y++) {
                for (int x = 0; x < image.width(); x++) {
                    for (int c = 0; c < channels; c++) {
                        double value = image.at(y, x, c) / 255.0;
                        sum[c] += value;
                        squares[c] += value * value;
                    }
                }
            }
            count += (long) image.height() * image.width();
        }
        List<Float> mean = new ArrayList<>();
        List<Float> std = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            double m = sum[c] / count;
            mean.add((float) m);
            // Pictures of one colour have no spread; they are only centred.
            double variance = Math.max(0, squares[c] / count - m * m);
            std.add(variance < 1e-8 ? 1f : (float) Math.sqrt(variance));
        }
        return new Normalize(mean, std);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        Ranges.require(
                image.channels() == mean.size(),
                "The normalisation is for images of " + mean.size() + " channels",
                image.channels());
        int plane = image.planeSize();
        for (int c = 0; c < mean.size(); c++) {
            scale(image.values(), c * plane, plane, mean.get(c), 1 / std.get(c));
        }
    }

    private static void scale(float[] values, int from, int count, float mean, float factor) {
        for (int i = from; i < from + count; i++) {
            values[i] = (values[i] - mean) * factor;
        }
    }
}
