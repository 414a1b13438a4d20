package org.selfsup.examples;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.DataSet;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;

/**
 * A set of pictures and how networks see them.
 *
 * @param data the pictures
 * @param size rows and columns of a view
 * @param channels 1 or 3
 * @param normalize mean and spread of the training pictures
 */
record PictureSet(DataSet<Image> data, int size, int channels, Normalize normalize) {

    private static final int LARGEST = 224;
    private static final int LOOKED_AT = 1000;

    /** Opens pictures; the views are as large as the pictures, at most 224, if no size is given. */
    static PictureSet open(String spec, @Nullable Integer size) throws IOException {
        DataSet<Image> data = DataSource.images(spec);
        Image first = data.train().get(0);
        return new PictureSet(
                data,
                size == null ? usualSize(data.train()) : size,
                first.channels(),
                Normalize.of(data.train(), LOOKED_AT));
    }

    /** The shorter side of the largest of some pictures, at most 224. */
    private static int usualSize(Samples<Image> samples) throws IOException {
        int looked = Math.min(100, samples.size());
        int largest = 1;
        for (int i = 0; i < looked; i++) {
            Image image = samples.get((int) ((long) i * samples.size() / looked));
            largest = Math.max(largest, Math.min(image.height(), image.width()));
        }
        return Math.min(LARGEST, largest);
    }

    /** Whether there are classes to probe. */
    boolean labelled() {
        return data.train().labels().isPresent() && data.test().labels().isPresent();
    }

    /** The centre of every picture, for evaluation. */
    ImageViews evaluationViews() {
        return new ImageViews(
                channels, List.of(new ImagePipeline(new CenterCrop(size), normalize)));
    }
}
