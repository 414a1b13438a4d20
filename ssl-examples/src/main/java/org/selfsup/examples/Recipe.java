package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.report.Section;
import org.selfsup.train.PretextTask;

/**
 * What a method adds to training on pictures: how it sees them, and the task itself.
 *
 * @param <T> the task
 */
interface Recipe<T extends PretextTask> {

    /** What is taken where the command line says nothing. */
    default Usual usual() {
        return Usual.CONTRAST;
    }

    /** How pictures are normalised, given the mean and spread of the training pictures. */
    default Normalize normalize(Normalize measured) {
        return measured;
    }

    /** The views of a picture. */
    ImageViews views(PictureSet pictures);

    /**
     * A new task without values.
     *
     * @param encoder from pictures to features
     * @param features how many features it gives
     * @param pictures what it will learn from
     * @param steps of training, for schedules
     */
    T task(Block encoder, int features, PictureSet pictures, long steps);

    /** Figures of the trained task beside those of probes, by their names in the summary. */
    default Map<String, Object> figures(T task, PictureSet pictures, NDManager manager, long seed)
            throws IOException {
        return Map.of();
    }

    /** Pictures that the trained task makes. */
    default List<Section> pictures(T task, PictureSet pictures, NDManager manager, long seed)
            throws IOException {
        return List.of();
    }

    /**
     * Defaults of a method.
     *
     * @param encoder which one
     * @param learningRate of Adam
     * @param momentum beta1 of Adam, momentum of SGD
     */
    record Usual(String encoder, double learningRate, double momentum) {
        static final Usual CONTRAST = new Usual("convnet", 1e-3, 0.9);
    }
}
