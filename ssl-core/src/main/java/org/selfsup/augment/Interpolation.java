package org.selfsup.augment;

/** How a resized sample is made of those around it. */
public enum Interpolation {

    /** A triangle filter of radius 1, stretched by the scale when shrinking (antialiased). */
    BILINEAR,

    /**
     * Keys's cubic filter of radius 2 with a = -0.5, stretched by the scale when shrinking
     * (antialiased). It overshoots at edges; a crop clamps its samples to 0 to 1.
     */
    BICUBIC,

    /** The triangle filter without stretching: samples between its centres are not seen. */
    BILINEAR_PLAIN;

    private static final double A = -0.5;

    /** Samples on one side that count, before stretching. */
    double radius() {
        return this == BICUBIC ? 2 : 1;
    }

    /** How much wider the filter is for {@code scale} source samples a target sample. */
    double stretch(double scale) {
        return this == BILINEAR_PLAIN ? 1 : Math.max(scale, 1);
    }

    /** The weight at a distance, before normalisation. */
    double weight(double distance) {
        double x = Math.abs(distance);
        if (this != BICUBIC) {
            return Math.max(0, 1 - x);
        } else if (x < 1) {
            return ((A + 2) * x - (A + 3)) * x * x + 1;
        } else if (x < 2) {
            return (((x - 5) * x + 8) * x - 4) * A;
        }
        return 0;
    }
}
