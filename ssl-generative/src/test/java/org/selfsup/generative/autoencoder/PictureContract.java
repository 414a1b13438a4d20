package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.Views;
import org.selfsup.testing.PretextTaskContract;

/** What every autoencoder must keep, with a few shapes of 8 x 8 pixels in 0 to 1. */
abstract class PictureContract extends PretextTaskContract<Image> {

    static final Shape SAMPLE = new Shape(3, 8, 8);

    static final ImagePipeline CENTRE = new ImagePipeline(new CenterCrop(8));

    @Override
    protected Samples<Image> samples() {
        return Shapes.generate(32, 8, 1).train();
    }

    @Override
    protected Views<Image> views() {
        return new ImageViews(3, List.of(CENTRE));
    }
}
