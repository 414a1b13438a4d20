package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Waveform;

/** Cuts a piece of fixed length out of a recording. Instances keep no state. */
public interface Segment {

    /** Samples of a piece. */
    int length();

    /**
     * One piece, in an array of its own; where the recording is shorter there are zeros around it.
     *
     * @param source not changed
     * @param random the only source of randomness
     */
    float[] apply(Waveform source, RandomGenerator random);
}
