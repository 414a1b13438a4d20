package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Tokens;

/**
 * Makes a pair of two segments that follow one another, or of two that do not. Instances keep no
 * state and serve many threads.
 */
public interface SegmentPairing {

    /**
     * Two segments and whether they follow one another.
     *
     * @param first what comes first
     * @param second what comes second, no longer than what it stands for
     * @param follows whether the second is what comes after the first in the text
     */
    record Pair(Tokens first, Tokens second, boolean follows) {}

    /**
     * Draws a pair.
     *
     * @param first a segment of text
     * @param second the segment right after it
     * @param random the only source of randomness
     */
    Pair draw(Tokens first, Tokens second, RandomGenerator random);
}
