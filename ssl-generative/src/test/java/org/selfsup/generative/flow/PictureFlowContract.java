package org.selfsup.generative.flow;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.Dequantize;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.Views;

/** A flow on tiny pictures. */
abstract class PictureFlowContract extends FlowContract<Image> {

    static final Shape SAMPLE = new Shape(3, 8, 8);

    @Override
    protected Samples<Image> samples() {
        return Shapes.generate(32, 8, 1).train();
    }

    @Override
    protected Views<Image> views() {
        return new ImageViews(3, List.of(new ImagePipeline(new CenterCrop(8), new Dequantize())));
    }
}
