package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Keeps one channel of three, drawn at random, and puts noise in the place of the others: mean 0,
 * its spread a hundredth of the kept channel's. One channel stays as it is.
 *
 * <p>For patches after {@link Standardize}, whose own mean is 0; before it, the noise would be
 * blown up. Without other channels nothing tells how far the lens shifted them.
 *
 * <p>Doersch et al. 2015, <a href="https://arxiv.org/abs/1505.05192">Unsupervised Visual
 * Representation Learning by Context Prediction</a>, section 3.1.
 */
public record ColorDropping() implements ImageTransform {

    private static final double NOISE = 0.01;

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        if (image.channels() != 3) {
            return;
        }
        int kept = random.nextInt(3);
        double noise = NOISE * spread(image.plane(kept), image.planeSize());
        for (int c = 0; c < 3; c++) {
            if (c != kept) {
                float[] plane = image.plane(c);
                for (int i = 0; i < image.planeSize(); i++) {
                    plane[i] = (float) (noise * Ranges.noise(random));
                }
            }
        }
    }

    private static double spread(float[] plane, int count) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            sum += plane[i];
            squares += (double) plane[i] * plane[i];
        }
        double mean = sum / count;
        return Math.sqrt(Math.max(0, squares / count - mean * mean));
    }
}
