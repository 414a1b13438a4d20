package org.selfsup.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.selfsup.data.Labels;

/** Made-up features: a Gaussian cloud around a centre for each class. */
final class Blobs {

    private Blobs() {}

    /** Clouds whose centres are the same for every seed. */
    static Features of(int n, int d, int classes, double noise, long seed) {
        var centreRandom = new SplittableRandom(99);
        double[] centres = centreRandom.doubles((long) classes * d, -1, 1).toArray();
        var random = new SplittableRandom(seed);
        float[] values = new float[n * d];
        int[] of = new int[n];
        for (int i = 0; i < n; i++) {
            of[i] = i < classes ? i : random.nextInt(classes);
            for (int j = 0; j < d; j++) {
                values[i * d + j] =
                        (float) (centres[of[i] * d + j] + noise * random.nextGaussian());
            }
        }
        return new Features(values, d, new Labels(of, names(classes)));
    }

    static List<String> names(int classes) {
        return IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
    }

    static Features labelled(float[] values, int d, int... of) {
        return new Features(
                values, d, new Labels(of, names(Arrays.stream(of).max().orElse(0) + 1)));
    }

    /** The samples in another order. */
    static Features shuffled(Features features, long seed) {
        int[] order =
                IntStream.range(0, features.size())
                        .boxed()
                        .sorted(
                                Comparator.comparing(
                                        i -> new SplittableRandom(seed + i).nextLong()))
                        .mapToInt(i -> i)
                        .toArray();
        return features.rows(order);
    }
}
