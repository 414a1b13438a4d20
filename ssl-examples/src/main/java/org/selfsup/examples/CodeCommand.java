package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import java.util.List;
import java.util.function.BinaryOperator;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.Normalize;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.Mlp;
import org.selfsup.generative.autoencoder.EncoderDecoder;
import org.selfsup.loss.BernoulliLikelihood;
import org.selfsup.train.Pass;

/**
 * A command that trains an autoencoder on the greys of pictures, by their cross-entropy.
 *
 * @param <T> the task
 */
abstract class CodeCommand<T extends EncoderDecoder> extends Reconstruction<T> {

    static final BinaryOperator<NDArray> LIKELIHOOD = new BernoulliLikelihood()::evaluate;

    /** The task of an encoder and of a decoder for its features. */
    abstract T task(Block encoder, Block decoder);

    /** From features to pictures: one linear layer, as in the papers. */
    Block decoder(Shape sample) {
        return Mlp.decoder(sample);
    }

    /** One sigmoid layer. */
    @Override
    public Usual usual() {
        return new Usual("sigmoid", 1e-3, 0.9);
    }

    /** Pixels stay from 0 to 1, as the likelihood wants them. */
    @Override
    final Normalize normalize(Normalize measured) {
        return Generated.range(measured, 0, 1);
    }

    @Override
    public Views<Image> views(PictureSet pictures) {
        return pictures.evaluationViews();
    }

    /** The centre of a picture. */
    static ImagePipeline centre(PictureSet pictures) {
        return new ImagePipeline(new CenterCrop(pictures.size()), List.of());
    }

    @Override
    public final T task(Block encoder, int features, PictureSet pictures, long steps) {
        return task(
                encoder, decoder(new Shape(pictures.channels(), pictures.size(), pictures.size())));
    }

    @Override
    NDArray reconstruct(T task, Pass pass, NDList batch) {
        NDArray seen = batch.get(batch.size() - 1);
        return Activation.sigmoid(task.reconstruct(pass, seen));
    }
}
