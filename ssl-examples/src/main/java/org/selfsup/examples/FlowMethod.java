package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.augment.Dequantize;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.generative.flow.NormalizingFlow;
import org.selfsup.train.Pass;

/** A command that trains a normalizing flow on pictures. */
abstract class FlowMethod extends LikelihoodMethod<NormalizingFlow> {

    private double temperature = 1; // of new samples

    /** A new flow for pictures (c, h, w). */
    abstract NormalizingFlow flow(Shape picture);

    @Override
    public Usual usual() {
        return new Usual(Usual.OWN, 1e-3, 0.9);
    }

    /** Pixels stay from 0 to 1. */
    @Override
    final Normalize normalize(Normalize measured) {
        return Generated.range(measured, 0, 1);
    }

    @Override
    public final ImageViews views(PictureSet pictures) {
        return pictures.cropped(new Dequantize());
    }

    @Override
    public final Block encoder(String name, PictureSet pictures) {
        return flow(pictures.shape()).encoder();
    }

    @Override
    public final NormalizingFlow task(
            Block encoder, int features, PictureSet pictures, long steps) {
        return flow(pictures.shape());
    }

    @Override
    final NDArray logLikelihood(
            NormalizingFlow task, Samples<Image> test, Pass pass, NDList batch) {
        return task.logLikelihood(pass, batch);
    }

    /** Of the pixels' 256 values. */
    @Override
    final int spread() {
        return 256;
    }

    @Override
    public final void sampling(Sampling how) {
        temperature = how.flowTemperature();
    }

    @Override
    public final NDArray generate(NormalizingFlow task, Pass pass, int n) {
        return task.sample(pass, n, temperature);
    }
}
