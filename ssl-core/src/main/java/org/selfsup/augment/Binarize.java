package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Turns every sample v in 0 to 1 into 1 with probability v, else 0.
 *
 * <p>Drawn anew in every epoch this is dynamic binarisation, under which likelihoods of MNIST are
 * usually given (Salakhutdinov and Murray 2008, "On the quantitative analysis of deep belief
 * networks").
 */
public record Binarize() implements ImageTransform {

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = image.plane(c);
            for (int i = 0; i < image.planeSize(); i++) {
                plane[i] = random.nextFloat() < plane[i] ? 1 : 0;
            }
        }
    }
}
