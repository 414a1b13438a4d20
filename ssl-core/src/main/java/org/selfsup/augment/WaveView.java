package org.selfsup.augment;

import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import org.selfsup.data.Waveform;

/** How one view of a recording is made. Instances serve many threads. */
public interface WaveView {

    /** Of every view, without the batch. */
    Shape shape();

    /**
     * Makes one view.
     *
     * @param source not changed
     * @param random the only source of randomness
     * @return the view's values, row by row
     */
    float[] apply(Waveform source, RandomGenerator random);
}
