package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Divides the patches of a picture into those an encoder sees and those it is asked for. Instances
 * keep no state and serve many threads.
 */
public interface PatchMask {

    /** How many sets of patches are drawn for a picture. */
    int sets();

    /**
     * Draws the sets.
     *
     * @param random the only source of randomness
     * @return {@link #sets} times numbers of patches, row by row of the grid from 0, each set in
     *     random order
     */
    int[][] draw(RandomGenerator random);
}
