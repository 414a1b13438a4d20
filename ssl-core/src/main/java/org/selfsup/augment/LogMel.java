package org.selfsup.augment;

/**
 * A log-mel spectrogram: the logarithm of the energy in bands of frequency, frame by frame.
 *
 * <pre>{@code
 * P(k, f) = | sum_i w_i x_(f hop + i) e^(-2 pi sqrt(-1) k i / fft) |^2
 * log_mel(m, f) = ln( sum_k filter(k, m) P(k, f) + 1e-6 )
 * }</pre>
 *
 * <p>x is the sound, reflected by fft / 2 samples at both ends without repeating the edge; w is a
 * periodic Hann window in the middle of fft samples; a filter is a triangle between the
 * neighbouring ones of mels + 2 points evenly spaced on the mel scale. So n samples have {@code 1 +
 * n / hop} frames.
 *
 * @param rate of the sound, samples a second
 * @param fft samples transformed at once; more give a finer spectrum
 * @param window samples under the window, 2 to {@code fft}
 * @param hop samples from frame to frame, at least 1
 * @param mels bands
 * @param minHertz where the lowest filter begins, at least 0
 * @param maxHertz where the highest ends, at most {@code rate / 2}
 * @param scale how the bands are spaced and weighed
 */
public record LogMel(
        int rate,
        int fft,
        int window,
        int hop,
        int mels,
        double minHertz,
        double maxHertz,
        MelScale scale) {

    /** Added to the energy before the logarithm. */
    public static final float FLOOR = 1e-6f;

    /** Checks the ranges, and that every band has at least one frequency. */
    public LogMel {
        Ranges.require(rate >= 1, "A sample rate is at least 1 Hz", rate);
        Ranges.require(
                2 <= window && window <= fft && fft <= 1 << 20,
                "A window has 2 samples to those of the transform, at most 1,048,576",
                window + " of " + fft);
        Ranges.require(hop >= 1, "Frames are at least one sample apart", hop);
        Ranges.require(mels >= 1 && mels <= fft, "There are 1 to " + fft + " bands", mels);
        Ranges.require(
                0 <= minHertz && minHertz < maxHertz && maxHertz <= rate / 2.0,
                "Bands lie between 0 and half the sample rate, " + rate / 2.0 + " Hz",
                minHertz + " to " + maxHertz);
        int empty = empty(filters(rate, fft, mels, minHertz, maxHertz, scale), mels);
        Ranges.require(
                empty < 0,
                "Every band needs a frequency of the transform; take fewer bands or a longer one",
                "none in band " + empty + " of " + mels + " with " + fft + " samples");
    }

    /**
     * For speech: windows of 25 ms every 10 ms, bands from 0 to half the rate, HTK.
     *
     * @param rate samples a second, at least 400
     * @param mels bands, such as 40 or 80
     */
    public static LogMel speech(int rate, int mels) {
        int window = rate / 40;
        int fft = Integer.highestOneBit(Math.max(2, 2 * window - 1));
        return new LogMel(
                rate, fft, window, Math.max(1, rate / 100), mels, 0, rate / 2.0, MelScale.HTK);
    }

    /** Frequencies of the transform, {@code fft / 2 + 1}. */
    public int bins() {
        return fft / 2 + 1;
    }

    /**
     * Frames of a sound.
     *
     * @param samples its length, more than {@code fft / 2}
     */
    public int frames(int samples) {
        Ranges.require(
                samples > fft / 2,
                "A sound is longer than half a transform, " + fft / 2 + " samples",
                samples);
        return 1 + samples / hop;
    }

    /** The window, with zeros on both sides, {@code (fft)}. */
    public float[] windowWeights() {
        float[] weights = new float[fft];
        for (int i = 0; i < window; i++) {
            double turn = 2 * Math.PI * i / window;
            weights[(fft - window) / 2 + i] = (float) ((1 - StrictMath.cos(turn)) / 2);
        }
        return weights;
    }

    /** The filters, {@code (bins, mels)} row by row. */
    public float[] filters() {
        return filters(rate, fft, mels, minHertz, maxHertz, scale);
    }

    private static float[] filters(
            int rate, int fft, int mels, double minHertz, double maxHertz, MelScale scale) {
        double[] points = new double[mels + 2]; // in Hz
        double lowest = scale.mel(minHertz);
        double step = (scale.mel(maxHertz) - lowest) / (mels + 1);
        for (int m = 0; m < points.length; m++) {
            points[m] = scale.hertz(lowest + m * step);
        }
        float[] filters = new float[(fft / 2 + 1) * mels];
        for (int i = 0; i < filters.length; i++) {
            int m = i % mels;
            int bin = i / mels;
            double hertz = (double) bin * rate / fft;
            double up = (hertz - points[m]) / (points[m + 1] - points[m]);
            double down = (points[m + 2] - hertz) / (points[m + 2] - points[m + 1]);
            double height = scale.height(points[m + 2] - points[m]);
            filters[i] = (float) (height * Math.max(0, Math.min(up, down)));
        }
        return filters;
    }

    /** The first band without any weight, -1 if there is none. */
    private static int empty(float[] filters, int mels) {
        for (int m = 0; m < mels; m++) {
            float sum = 0;
            for (int i = m; i < filters.length; i += mels) {
                sum += filters[i];
            }
            if (sum == 0) {
                return m;
            }
        }
        return -1;
    }
}
