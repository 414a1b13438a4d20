package org.selfsup.encoder;

import ai.djl.ndarray.types.Shape;

/** Networks of linear layers, for auto-encoders, games and flat data. */
public final class Mlp {

    private Mlp() {}

    /**
     * Samples of any shape to features with ReLU between the layers, (n, ...) to (n, last units).
     *
     * @param units features after each linear layer, at least one
     */
    public static Sequence encoder(long... units) {
        return new Sequence()
                .add("flatten", Layers.flatten())
                .add("layers", Heads.layers(Heads.Norm.NONE, Layers::reluInPlace, units));
    }

    /**
     * Features to samples with ReLU between the layers, (n, d) to (n, sample...), any values, such
     * as logits or means.
     *
     * @param sample shape of one sample
     * @param hidden features after each linear layer but the last; may be none
     */
    public static Sequence decoder(Shape sample, long... hidden) {
        long[] units = new Shape(hidden).add(sample.size()).getShape();
        return new Sequence()
                .add("layers", Heads.layers(Heads.Norm.NONE, Layers::reluInPlace, units))
                .add("shape", Layers.reshape(sample.getShape()));
    }

    /**
     * Samples of any shape to features with BatchNorm and LeakyReLU 0.2 after every layer, (n, ...)
     * to (n, last units): an encoder that plays against a discriminator.
     *
     * @param units features after each linear layer, at least one
     */
    public static Sequence normalized(long... units) {
        return new Sequence()
                .add("flatten", Layers.flatten())
                .add("layers", Heads.layers(Heads.Norm.ALL, () -> Layers.leakyRelu(0.2f), units))
                .add("relu", Layers.leakyRelu(0.2f));
    }

    /**
     * Noise to samples, (n, d) to (n, sample...) in (-1, 1), with BatchNorm and ReLU after every
     * layer but the last.
     *
     * @param sample shape of one sample
     * @param hidden features after each linear layer but the last; may be none
     */
    public static Sequence generator(Shape sample, long... hidden) {
        long[] units = new Shape(hidden).add(sample.size()).getShape();
        return new Sequence()
                .add("layers", Heads.layers(Heads.Norm.HIDDEN, Layers::reluInPlace, units))
                .add("tanh", Layers.tanh())
                .add("shape", Layers.reshape(sample.getShape()));
    }

    /**
     * A discriminator's part, (n, ...) to (n, last units): linear layers divided by their largest
     * singular value, see {@link Layers#spectralLinear}, LeakyReLU 0.2 between.
     *
     * @param units features after each linear layer, at least one; a last 1 gives a logit
     */
    public static Sequence spectral(long... units) {
        Sequence net = new Sequence().add("flatten", Layers.flatten());
        for (int i = 0; i < units.length; i++) {
            if (i > 0) {
                net.add("relu" + i, Layers.leakyRelu(0.2f));
            }
            net.add("linear" + (i + 1), Layers.spectralLinear(units[i]));
        }
        return net;
    }
}
