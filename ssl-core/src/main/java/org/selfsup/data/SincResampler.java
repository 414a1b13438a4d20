package org.selfsup.data;

import java.math.BigInteger;

/**
 * Resampling by a sinc under a Hann window, the weights of every output summing to 1.
 *
 * <pre>{@code y(t) = sum_i x_i sinc(c (i - t)) (1 + cos(pi (i - t) / w)) / 2,   |i - t| < w }</pre>
 *
 * <p>t counts input samples, c is the share of the input's Nyquist frequency that passes, w spans
 * {@value #CROSSINGS} zeros of the sinc to either side. Outside the input are zeros.
 */
final class SincResampler {

    private static final int CROSSINGS = 24;
    private static final int MOST_TIMES = 1_000;

    /** The window blurs the edge of the pass band; this much below Nyquist it is out of the way. */
    private static final double ROLLOFF = 0.95;

    private SincResampler() {}

    /** Whether two rates are near enough to one another: weights and results stay small. */
    static boolean isPossible(int from, int to) {
        return (double) Math.max(from, to) / Math.min(from, to) <= MOST_TIMES;
    }

    static float[] resample(float[] x, int from, int to) {
        if (!isPossible(from, to)) {
            throw new IllegalArgumentException(
                    "A recording is resampled to at most %d times as many or as few samples, got %d to %d Hz"
                            .formatted(MOST_TIMES, from, to));
        }
        long length = ((long) x.length * to + from - 1) / from;
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "%d samples at %d Hz are too many at %d Hz; cut the recording into parts"
                            .formatted(x.length, from, to));
        }
        int gcd = BigInteger.valueOf(from).gcd(BigInteger.valueOf(to)).intValue();
        int up = to / gcd;
        int down = from / gcd;
        double cutoff = ROLLOFF * Math.min(1, (double) to / from);
        int reach = (int) Math.ceil(CROSSINGS / cutoff);
        float[][] weights = new float[up][]; // one row per place between two input samples
        float[] y = new float[(int) length];
        for (int j = 0; j < y.length; j++) {
            long place = (long) j * down;
            int phase = (int) (place % up);
            if (weights[phase] == null) {
                weights[phase] = weights((double) phase / up, cutoff, reach);
            }
            y[j] = dot(x, (int) (place / up) - reach + 1, weights[phase]);
        }
        return y;
    }

    /** The weights of the samples 1 - reach to reach around a place in [0, 1). */
    private static float[] weights(double place, double cutoff, int reach) {
        double[] raw = new double[2 * reach];
        double sum = 0;
        for (int i = 0; i < raw.length; i++) {
            double u = cutoff * (i + 1 - reach - place);
            double angle = Math.PI * u;
            double sinc = u == 0 ? 1 : StrictMath.sin(angle) / angle;
            if (Math.abs(u) < CROSSINGS) {
                raw[i] = sinc * (1 + StrictMath.cos(angle / CROSSINGS)) / 2;
            }
            sum += raw[i];
        }
        float[] weights = new float[raw.length];
        for (int i = 0; i < raw.length; i++) {
            weights[i] = (float) (raw[i] / sum);
        }
        return weights;
    }

    private static float dot(float[] x, int first, float[] weights) {
        double sum = 0;
        int last = Math.min(weights.length, x.length - first);
        for (int i = Math.max(0, -first); i < last; i++) {
            sum += (double) weights[i] * x[first + i];
        }
        return (float) sum;
    }
}
