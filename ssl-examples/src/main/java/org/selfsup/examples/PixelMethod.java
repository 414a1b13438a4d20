package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.generative.autoregressive.PixelModel;
import org.selfsup.train.Pass;

/** A command that trains a model which predicts every pixel from those before it. */
abstract class PixelMethod extends LikelihoodMethod<PixelModel> {

    /** A new model. */
    abstract PixelModel model(PictureSet pictures);

    @Override
    public final Usual usual() {
        return new Usual(Usual.OWN, 1e-3, 0.9, 32);
    }

    @Override
    public final Block encoder(String name, PictureSet pictures) {
        return model(pictures).encoder();
    }

    @Override
    public final PixelModel task(Block encoder, int features, PictureSet pictures, long steps) {
        return model(pictures);
    }

    @Override
    NDArray logLikelihood(PixelModel task, Samples<Image> test, Pass pass, NDList batch) {
        return task.logLikelihood(pass, batch);
    }
}
