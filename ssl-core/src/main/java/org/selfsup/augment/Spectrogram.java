package org.selfsup.augment;

/** Computes a {@link LogMel} in plain Java, two frames at a time. */
final class Spectrogram {

    private final LogMel mel;
    private final Fft fft;
    private final float[] window;
    private final float[] filters;
    private final int[] firstBin; // of the filter of each band
    private final int[] endBin;

    Spectrogram(LogMel mel) {
        Ranges.require(
                Fft.isPowerOfTwo(mel.fft()),
                "Spectrograms in Java transform a power of two of samples at once",
                mel.fft());
        this.mel = mel;
        fft = Fft.of(mel.fft());
        window = mel.windowWeights();
        filters = mel.filters();
        firstBin = new int[mel.mels()];
        endBin = new int[mel.mels()];
        for (int i = filters.length - 1; i >= 0; i--) {
            int m = i % mel.mels();
            if (filters[i] > 0) {
                firstBin[m] = i / mel.mels();
                endBin[m] = Math.max(endBin[m], firstBin[m] + 1);
            }
        }
    }

    /** {@code (mels, frames)} row by row. */
    float[] logMel(float[] samples) {
        float[] mels = mels(samples);
        for (int i = 0; i < mels.length; i++) {
            mels[i] = (float) StrictMath.log(mels[i] + LogMel.FLOOR);
        }
        return mels;
    }

    /** Energy in every band, {@code (mels, frames)} row by row. */
    float[] mels(float[] samples) {
        int frames = mel.frames(samples.length);
        float[] mels = new float[mel.mels() * frames];
        double[] real = new double[mel.fft()];
        double[] imaginary = new double[mel.fft()];
        for (int f = 0; f < frames; f += 2) {
            power(samples, f, real, imaginary);
            collect(real, mels, f, frames);
            if (f + 1 < frames) {
                collect(imaginary, mels, f + 1, frames);
            }
        }
        return mels;
    }

    private void collect(double[] power, float[] mels, int frame, int frames) {
        for (int m = 0; m < mel.mels(); m++) {
            double sum = 0;
            for (int k = firstBin[m]; k < endBin[m]; k++) {
                sum += filters[k * mel.mels() + m] * power[k];
            }
            mels[m * frames + frame] = (float) sum;
        }
    }

    /** The power spectra of a frame and the next, in the first bins of two arrays. */
    void power(float[] samples, int frame, double[] real, double[] imaginary) {
        int n = mel.fft();
        for (int i = 0; i < n; i++) {
            int at = frame * mel.hop() + i - n / 2;
            real[i] = window[i] * reflected(samples, at);
            imaginary[i] = window[i] * reflected(samples, at + mel.hop());
        }
        fft.transform(real, imaginary);
        for (int k = 0; k <= n / 2; k++) {
            int mirror = (n - k) % n;
            double evenRe = (real[k] + real[mirror]) / 2;
            double evenIm = (imaginary[k] - imaginary[mirror]) / 2;
            double oddRe = (real[k] - real[mirror]) / 2;
            double oddIm = (imaginary[k] + imaginary[mirror]) / 2;
            real[k] = evenRe * evenRe + evenIm * evenIm;
            imaginary[k] = oddRe * oddRe + oddIm * oddIm;
        }
    }

    /** Beyond an end the sound runs backwards; beyond that, past the last frame, it is not used. */
    private static float reflected(float[] samples, int at) {
        int i = Math.abs(at);
        i = i < samples.length ? i : 2 * (samples.length - 1) - i;
        return i < 0 ? 0 : samples[i];
    }
}
