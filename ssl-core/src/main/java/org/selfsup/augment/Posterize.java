package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Keeps the upper bits of each sample, see {@link Colors#posterize}. No randomness.
 *
 * @param bits how many, 1 to 8
 */
public record Posterize(int bits) implements ImageTransform {

    /** Checks the number. */
    public Posterize {
        Ranges.require(bits >= 1 && bits <= 8, "Posterizing keeps 1 to 8 bits", bits);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        Colors.posterize(image, bits);
    }
}
