package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import org.selfsup.train.Pass;

/** Which samples a batch shows, for methods that remember each. */
final class Instances {

    private Instances() {}

    /** The index of every sample of a view. */
    static int[] of(Pass pass, NDArray view) {
        int[] samples = pass.samples();
        if (samples.length != view.size(0)) {
            throw new IllegalArgumentException(
                    "A memory bank needs the index of each of "
                            + view.size(0)
                            + " samples, got "
                            + samples.length
                            + "; give them to the Pass, as the Pretrainer does");
        }
        return samples;
    }
}
