package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Waveform;

/**
 * A piece from a random place; of a shorter recording all of it, at a random place among zeros.
 *
 * @param length samples, at least 1
 */
public record RandomSegment(int length) implements Segment {

    /** Checks the length. */
    public RandomSegment {
        CenterSegment.requireLength(length);
    }

    @Override
    public float[] apply(Waveform source, RandomGenerator random) {
        int spare = source.samples().length - length;
        int place = random.nextInt(Math.abs(spare) + 1);
        return CenterSegment.cut(source.samples(), spare < 0 ? -place : place, length);
    }
}
