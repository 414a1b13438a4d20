package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Waveform;

/**
 * The piece in the middle, for evaluation; a shorter recording lies in the middle of zeros.
 *
 * @param length samples, at least 1
 */
public record CenterSegment(int length) implements Segment {

    /** Checks the length. */
    public CenterSegment {
        requireLength(length);
    }

    @Override
    public float[] apply(Waveform source, RandomGenerator random) {
        return cut(source.samples(), (source.samples().length - length) / 2, length);
    }

    static void requireLength(int length) {
        Ranges.require(length >= 1, "A segment has at least one sample", length);
    }

    /** Starts so many samples after the recording does, before it if negative. */
    static float[] cut(float[] samples, int start, int length) {
        float[] piece = new float[length];
        int count = Math.min(samples.length, length);
        System.arraycopy(samples, Math.max(0, start), piece, Math.max(0, -start), count);
        return piece;
    }
}
