package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.augment.ImageViews;
import org.selfsup.train.PretextTask;

/** What a method adds to training on pictures: how it sees them, and the task itself. */
interface Recipe {

    /** The views of a picture. */
    ImageViews views(PictureSet pictures);

    /**
     * A new task without values.
     *
     * @param encoder from pictures to features
     * @param features how many features it gives
     */
    PretextTask task(Block encoder, int features);
}
