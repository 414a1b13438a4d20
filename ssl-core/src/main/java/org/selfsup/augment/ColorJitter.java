package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Random brightness, contrast, saturation and hue, in random order; see {@link Colors}.
 *
 * <p>The factors of the first three are uniform in [max(0, 1 - v), 1 + v], that of hue in [-v, v]
 * with v the value given here. On one channel saturation and hue change nothing.
 *
 * @param brightness at least 0
 * @param contrast at least 0
 * @param saturation at least 0
 * @param hue share of a full turn, 0 to 0.5
 * @param p probability of any change, 0 to 1
 */
public record ColorJitter(
        double brightness, double contrast, double saturation, double hue, double p)
        implements ImageTransform {

    /** Checks the ranges. */
    public ColorJitter {
        requireRange("brightness", brightness, Double.MAX_VALUE);
        requireRange("contrast", contrast, Double.MAX_VALUE);
        requireRange("saturation", saturation, Double.MAX_VALUE);
        requireRange("hue", hue, 0.5);
        Ranges.requireProbability(p);
    }

    /**
     * SimCLR's jitter: 0.8 s brightness, contrast and saturation, 0.2 s hue, probability 0.8.
     *
     * <p>Chen et al. 2020, <a href="https://arxiv.org/abs/2002.05709">A Simple Framework for
     * Contrastive Learning of Visual Representations</a>, appendix A.
     *
     * @param strength s, 0 to 2.5: 1 for ImageNet, 0.5 for CIFAR-10
     */
    public static ColorJitter ofStrength(double strength) {
        Ranges.require(
                strength >= 0 && strength <= 2.5,
                "The strength of the colour jitter is from 0 to 2.5",
                strength);
        double most = 0.8 * strength;
        return new ColorJitter(most, most, most, 0.2 * strength, 0.8);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        if (!Ranges.happens(p, random)) {
            return;
        }
        int order = random.nextInt(24);
        // A permutation of four from one number: the Lehmer code, digits in bases 4, 3, 2 and 1.
        int left = 0x3210; // the changes not made yet, four bits each
        for (int base = 4; base > 0; base--) {
            int shift = 4 * (order % base);
            order /= base;
            change((left >> shift) & 0xf, image, random);
            int below = (1 << shift) - 1;
            left = (left & below) | ((left >> 4) & ~below);
        }
    }

    private void change(int which, PlanarImage image, RandomGenerator random) {
        switch (which) {
            case 0 -> {
                if (brightness > 0) {
                    Colors.adjustBrightness(image, factor(brightness, random));
                }
            }
            case 1 -> {
                if (contrast > 0) {
                    Colors.adjustContrast(image, factor(contrast, random));
                }
            }
            case 2 -> {
                if (saturation > 0) {
                    Colors.adjustSaturation(image, factor(saturation, random));
                }
            }
            default -> {
                if (hue > 0) {
                    Colors.adjustHue(image, Ranges.uniform(-hue, hue, random));
                }
            }
        }
    }

    private static double factor(double value, RandomGenerator random) {
        return Ranges.uniform(Math.max(0, 1 - value), 1 + value, random);
    }

    private static void requireRange(String name, double value, double most) {
        Ranges.require(
                value >= 0 && value <= most,
                "The "
                        + name
                        + " of a colour jitter is "
                        + (most == Double.MAX_VALUE
                                ? "finite and at least 0"
                                : "from 0 to " + most),
                value);
    }
}
