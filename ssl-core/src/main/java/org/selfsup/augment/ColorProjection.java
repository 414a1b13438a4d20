package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Takes the axis from green to magenta out of the colours: {@code x - (a . x) / (a . a) a} with
 * {@code a = (-1, 2, -1)}. No randomness; one channel stays as it is.
 *
 * <p>Lenses bend green otherwise than red and blue, the more the further from the centre, so that
 * the shift between them would tell where in a picture a patch was.
 *
 * <p>Doersch et al. 2015, <a href="https://arxiv.org/abs/1505.05192">Unsupervised Visual
 * Representation Learning by Context Prediction</a>, section 3.1.
 */
public record ColorProjection() implements ImageTransform {

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        if (image.channels() == 3) {
            project(image.plane(0), image.plane(1), image.plane(2), image.planeSize());
        }
    }

    private static void project(float[] r, float[] g, float[] b, int count) {
        for (int i = 0; i < count; i++) {
            float along = (2 * g[i] - r[i] - b[i]) / 6;
            r[i] += along;
            g[i] -= 2 * along;
            b[i] += along;
        }
    }
}
