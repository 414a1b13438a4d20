package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Adds uniform noise to samples of 256 values v / 255, which become (v + u) / 256 in [0, 1): the
 * likelihood of the values is then at least that of the continuous density, by Jensen's inequality.
 *
 * <p>With a density p of these samples, {@code bits/dim = -log2 p(x) / d + 8}.
 *
 * <p>Theis, van den Oord and Bethge 2015, <a href="https://arxiv.org/abs/1511.01844">A note on the
 * evaluation of generative models</a>, section 3.1.
 */
public record Dequantize() implements ImageTransform {

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = image.plane(c);
            for (int i = 0; i < image.planeSize(); i++) {
                float level = Math.round(plane[i] * 255);
                // A float below 256 whose noise rounds up to 1 would leave the interval.
                plane[i] = Math.min((level + random.nextFloat()) / 256, 0x1.fffffep-1f);
            }
        }
    }
}
