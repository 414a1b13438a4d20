package org.selfsup.report;

/**
 * One quantity over the course of training.
 *
 * @param name what it is, such as "loss"
 * @param x where it was measured, such as the step; rising
 * @param y its values; those that are not finite are left out of drawings
 */
public record Curve(String name, double[] x, double[] y) {

    /** Checks that there is a value for each place. */
    public Curve {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "Curve \""
                            + name
                            + "\" has "
                            + x.length
                            + " places, but "
                            + y.length
                            + " values");
        }
    }
}
