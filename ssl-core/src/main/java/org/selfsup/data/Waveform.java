package org.selfsup.data;

/**
 * A recording of one channel.
 *
 * <p>The array is shared, not copied: whoever reads a waveform must not write to it.
 *
 * @param samples finite, nominally in [-1, 1], at least one
 * @param rate samples a second, 1 to 1,000,000
 */
public record Waveform(float[] samples, int rate) {

    private static final int MAX_RATE = 1_000_000;

    /** Checks samples and rate. */
    public Waveform {
        requireRate(rate);
        if (samples.length == 0) {
            throw new IllegalArgumentException("A waveform has at least one sample, got none");
        }
        for (int i = 0; i < samples.length; i++) {
            if (!Float.isFinite(samples[i])) {
                throw new IllegalArgumentException(
                        "The samples of a waveform are finite, got " + samples[i] + " at " + i);
            }
        }
    }

    static void requireRate(int rate) {
        if (rate < 1 || rate > MAX_RATE) {
            throw new IllegalArgumentException(
                    "A sample rate is 1 to " + MAX_RATE + " Hz, got " + rate);
        }
    }

    /** Its length. */
    public double seconds() {
        return (double) samples.length / rate;
    }

    /**
     * The same sound at another rate, {@code ceil(samples * rate / this.rate)} samples: windowed
     * sinc interpolation that lets nothing above the lower Nyquist frequency pass.
     *
     * @param rate samples a second, 1 to 1,000,000 and within 1,000 times the present one; the same
     *     rate returns this
     */
    public Waveform resampled(int rate) {
        requireRate(rate);
        return rate == this.rate
                ? this
                : new Waveform(SincResampler.resample(samples, this.rate, rate), rate);
    }
}
