package org.selfsup.augment;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The discrete Fourier transform of a power of two of complex numbers, in place.
 *
 * <pre>{@code Z_k = sum_i z_i e^(-2 pi sqrt(-1) i k / n) }</pre>
 *
 * <p>Two real sequences fit into one: x as real and y as imaginary part; then {@code X_k = (Z_k +
 * conj Z_(n-k)) / 2} and {@code Y_k = (Z_k - conj Z_(n-k)) / 2 sqrt(-1)}.
 */
final class Fft {

    private static final Map<Integer, Fft> BY_SIZE = new ConcurrentHashMap<>();

    private final int size;
    private final double[] cos; // of 2 pi i / n, half a turn
    private final double[] sin;

    private Fft(int size) {
        this.size = size;
        cos = new double[size / 2];
        sin = new double[size / 2];
        for (int i = 0; i < size / 2; i++) {
            cos[i] = StrictMath.cos(2 * Math.PI * i / size);
            sin[i] = -StrictMath.sin(2 * Math.PI * i / size);
        }
    }

    static boolean isPowerOfTwo(int n) {
        return n > 0 && Integer.bitCount(n) == 1;
    }

    /** The transform of n numbers, n a power of two; there is one of each size. */
    static Fft of(int n) {
        return BY_SIZE.computeIfAbsent(n, Fft::new);
    }

    /** Transforms n numbers. */
    void transform(double[] real, double[] imaginary) {
        reorder(real);
        reorder(imaginary);
        for (int half = 1; half < size; half *= 2) {
            int step = size / (2 * half);
            for (int start = 0; start < size; start += 2 * half) {
                for (int i = start, turn = 0; i < start + half; i++, turn += step) {
                    int j = i + half;
                    double re = real[j] * cos[turn] - imaginary[j] * sin[turn];
                    double im = real[j] * sin[turn] + imaginary[j] * cos[turn];
                    real[j] = real[i] - re;
                    imaginary[j] = imaginary[i] - im;
                    real[i] += re;
                    imaginary[i] += im;
                }
            }
        }
    }

    /** Every number goes where its index, read in binary from the other end, says. */
    private void reorder(double[] values) {
        int unused = Integer.numberOfLeadingZeros(size) + 1;
        for (int i = 1; i < size - 1; i++) {
            int j = Integer.reverse(i) >>> unused;
            if (i < j) {
                double swapped = values[i];
                values[i] = values[j];
                values[j] = swapped;
            }
        }
    }
}
