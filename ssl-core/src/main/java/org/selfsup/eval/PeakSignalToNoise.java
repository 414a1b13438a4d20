package org.selfsup.eval;

import ai.djl.ndarray.NDArray;

/**
 * How near pictures come to others, in decibels.
 *
 * <pre>{@code PSNR = 10 log10(1 / mean (made - truth)^2),   values of 0 to 1 }</pre>
 *
 * <p>The mean over pictures of each one's figure, as papers on super-resolution give it. A picture
 * without any error counts as {@value #MOST}. Values beyond 0 to 1 are first cut off, as on a
 * screen.
 */
public final class PeakSignalToNoise {

    /** The most that one picture can have. */
    public static final double MOST = 100;

    private double sum;
    private long count;

    /** Of no pictures yet. */
    public PeakSignalToNoise() {}

    /**
     * Counts some pictures.
     *
     * @param made {@code (n, ...)}
     * @param truth {@code (n, ...)}, of the same shape
     * @throws IllegalArgumentException if the shapes differ
     */
    public void add(NDArray made, NDArray truth) {
        if (!made.getShape().equals(truth.getShape())) {
            throw new IllegalArgumentException(
                    "Pictures are compared to others of the same shape, got "
                            + made.getShape()
                            + " and "
                            + truth.getShape());
        }
        int n = (int) made.getShape().get(0);
        float[] values = made.toFloatArray();
        float[] wanted = truth.toFloatArray();
        int each = values.length / n;
        for (int i = 0; i < n; i++) {
            double squares = 0;
            for (int j = i * each; j < (i + 1) * each; j++) {
                double error = shown(values[j]) - shown(wanted[j]);
                squares += error * error;
            }
            sum += Math.min(MOST, -10 * Math.log10(squares / each));
            count++;
        }
    }

    private static double shown(float value) {
        return Math.max(0, Math.min(1, value));
    }

    /** The mean over all pictures so far; NaN if there were none. */
    public double mean() {
        return sum / count;
    }
}
