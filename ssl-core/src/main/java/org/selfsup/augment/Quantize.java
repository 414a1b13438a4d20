package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Turns every sample in 0 to 1 into the nearest of evenly spaced levels, given as its number: what
 * models of discrete pixels take. No randomness.
 *
 * @param levels how many there are, 2 to 256; 256 keeps 8-bit pictures as they are
 */
public record Quantize(int levels) implements ImageTransform {

    /** Checks the number. */
    public Quantize {
        Ranges.require(levels >= 2 && levels <= 256, "There are 2 to 256 levels", levels);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = image.plane(c);
            for (int i = 0; i < image.planeSize(); i++) {
                plane[i] = (float) Math.rint(plane[i] * (levels - 1));
            }
        }
    }
}
