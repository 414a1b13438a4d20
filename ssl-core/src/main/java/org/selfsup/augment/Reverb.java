package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Puts the sound into a room: convolves it with noise that dies away.
 *
 * <pre>{@code h_0 = c,   h_i = c a e_i 10^(-3 i / t),   1 <= i <= t }</pre>
 *
 * <p>e is white noise; t is the time to -60 dB, uniform in [least, most]; a makes the tail's energy
 * that of the direct sound times wet^2, wet uniform in [0, wet]; c makes the energy of h 1. What
 * lasts longer than the sound is cut off.
 *
 * <p>The model of a room's late reverberation by Moorer 1979, "About this reverberation business".
 *
 * @param least samples, at least 2: short for small or soft rooms
 * @param most samples, at least {@code least}
 * @param wet largest share of reverberation, at least 0; 1 means as loud as the direct sound
 * @param p probability, 0 to 1
 */
public record Reverb(int least, int most, double wet, double p) implements WaveTransform {

    /** Checks the ranges. */
    public Reverb {
        Ranges.require(
                2 <= least && least <= most && most <= 1 << 24,
                "The decay of a reverberation goes from at least 2 samples to at most 16,777,216",
                least + " to " + most);
        Ranges.require(
                wet >= 0 && wet <= Float.MAX_VALUE,
                "The share of reverberation is finite and at least 0",
                wet);
        Ranges.requireProbability(p);
    }

    @Override
    public void apply(float[] samples, RandomGenerator random) {
        if (Ranges.happens(p, random)) {
            convolve(samples, impulseResponse(random));
        }
    }

    /** A room drawn at random, of energy 1. */
    float[] impulseResponse(RandomGenerator random) {
        int decay = least + random.nextInt(most - least + 1);
        double share = Ranges.uniform(0, wet, random);
        double perSample = StrictMath.pow(10, -3.0 / decay);
        double[] tail = new double[decay];
        double energy = 0;
        double level = 1;
        for (int i = 0; i < decay; i++) {
            level *= perSample;
            tail[i] = level * Ranges.noise(random);
            energy += tail[i] * tail[i];
        }
        double direct = 1 / Math.sqrt(1 + share * share);
        double scale = direct * share / Math.sqrt(energy);
        float[] response = new float[decay + 1];
        response[0] = (float) direct;
        for (int i = 0; i < decay; i++) {
            response[i + 1] = (float) (scale * tail[i]);
        }
        return response;
    }

    /**
     * Convolves in place, {@code y_t = sum_i h_i x_(t-i)}, zeros before the sound; the end of the
     * response that lasts longer than the sound is cut off.
     *
     * @param samples x before and y after
     * @param response h, such as one measured in a room
     */
    public static void convolve(float[] samples, float[] response) {
        int used = Math.min(response.length, samples.length);
        long least = (long) samples.length + used - 1;
        Ranges.require(
                least <= 1 << 26,
                "Sound and response have at most 67,108,864 samples together, cut the sound",
                least);
        int n = Integer.highestOneBit(Math.max(1, (int) (2 * least - 1)));
        double[] real = new double[n];
        double[] imaginary = new double[n];
        for (int i = 0; i < samples.length; i++) {
            real[i] = samples[i];
        }
        for (int i = 0; i < used; i++) {
            imaginary[i] = response[i];
        }
        Fft fft = Fft.of(n);
        fft.transform(real, imaginary);
        // With Z = X + iH, XH = (Z_k^2 - conj Z_(n-k)^2) / 4i; conjugated, as a forward transform
        // of the conjugate is n times the conjugate of the inverse one.
        for (int k = 0; k <= n / 2; k++) {
            int mirror = (n - k) % n;
            double re = real[k];
            double im = imaginary[k];
            double mirrorRe = real[mirror];
            double mirrorIm = imaginary[mirror];
            double productRe = (re * im + mirrorRe * mirrorIm) / 2;
            double productIm = (mirrorRe * mirrorRe - mirrorIm * mirrorIm - re * re + im * im) / 4;
            real[k] = productRe;
            imaginary[k] = -productIm;
            real[mirror] = productRe;
            imaginary[mirror] = productIm;
        }
        fft.transform(real, imaginary);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (real[i] / n);
        }
    }
}
